package dev.muster.standup.runs;

import dev.muster.events.AnswersRecorded;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.TickPassedOver;
import dev.muster.events.Topic;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.standup.runs.MemberAnswers.Skip;
import dev.muster.standup.runs.MemberAnswers.Version;
import dev.muster.standup.tables.Directory;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Reads the histories of the runs back, keeps them in the document store, and asks for the members' messages. An event is stored
 * before anything is published for it; delivered again, it is found to be the one that counted, and the same is published again.
 */
@Component
final class RunListener {

    private static final Logger log = LoggerFactory.getLogger(RunListener.class);

    private final EventCodec codec;
    private final Directory directory;
    private final Runs runs;
    private final Answers answers;
    private final PassedOver passedOver;
    private final EventPublisher publisher;
    private final StandupSettings settings;

    RunListener(
            EventCodec codec,
            Directory directory,
            Runs runs,
            Answers answers,
            PassedOver passedOver,
            EventPublisher publisher,
            StandupSettings settings) {
        this.codec = codec;
        this.directory = directory;
        this.runs = runs;
        this.answers = answers;
        this.passedOver = passedOver;
        this.publisher = publisher;
        this.settings = settings;
    }

    @KafkaListener(id = ConsumerGroup.STANDUP_RUNS, topics = Topic.STANDUP_RUNS)
    void on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var envelope = codec.read(record, StandupRunEvent.class).orElse(null);
        if (envelope == null) {
            return;
        }
        var reason = take(envelope, record.offset());
        if (reason.isEmpty()) {
            log.info("{} taken at {}", envelope.id(), record.key());
        } else {
            passedOver.add(envelope, reason.get());
            log.warn("{} passed over at {}: {}", envelope.id(), record.key(), reason.get());
        }
    }

    /** Why an event has no effect, where it has none. */
    private Optional<String> take(Envelope<StandupRunEvent> envelope, long offset) throws InterruptedException {
        return switch (envelope.event()) {
            case RunOpened opening -> open(opening, envelope.time(), offset);
            case RunReminded reminder -> remind(reminder, envelope.time(), offset);
            case AnswersRecorded recorded -> {
                var version = Version.of(envelope.id(), recorded, offset);
                yield change(recorded, recorded.userId(), offset, known -> known.plus(version));
            }
            case MemberSkipped skipped -> {
                var skip = Skip.of(skipped, offset);
                yield change(skipped, skipped.userId(), offset, known -> known.plus(skip));
            }
            case RunClosed closing -> close(envelope, closing, offset);
            case InteractionPassedOver passed -> Optional.of(passed.reason());
            case TickPassedOver passed -> Optional.of(passed.reason());
        };
    }

    private Optional<String> open(RunOpened opening, Instant time, long offset) {
        var run = runs.opened(opening, offset);
        if (run.openedOffset() == offset) {
            var oldest = run.oldestKept(settings.answersRetention());
            runs.deleteBefore(oldest);
            answers.deleteBefore(oldest);
            passedOver.deleteBefore(oldest);
            publisher.publish(Prompts.toAsk(run, time));
        }
        return Optional.empty();
    }

    private Optional<String> remind(RunReminded reminder, Instant time, long offset) {
        if (find(reminder, offset).isEmpty()) {
            return Optional.of(Reason.UNKNOWN_RUN);
        }
        var run = runs.change(reminder.runId(), known -> known.reminded(reminder.remindedAt(), offset));
        if (run.isRemindedAt(offset)) {
            publisher.publish(Prompts.toRemind(run, answers.of(run), time));
        }
        return run.reminded() == null ? Optional.of(Reason.RUN_CLOSED) : Optional.empty();
    }

    private Optional<String> close(Envelope<?> envelope, RunClosed closing, long offset) {
        if (find(closing, offset).isEmpty()) {
            return Optional.of(Reason.UNKNOWN_RUN);
        }
        var run = runs.change(closing.runId(), known -> known.closed(closing.closedAt(), offset));
        if (run.isClosedAt(offset)) {
            publisher.publish(Prompts.toClose(run, envelope, answers.of(run)));
        }
        return Optional.empty();
    }

    private Optional<String> change(
            StandupRunEvent event, String userId, long offset, UnaryOperator<MemberAnswers> change)
            throws InterruptedException {
        var run = find(event, offset);
        if (run.isEmpty()) {
            return Optional.of(Reason.UNKNOWN_RUN);
        }
        if (!run.get().hasMember(userId)) {
            return Optional.of(Reason.NOT_A_MEMBER);
        }
        answers.change(run.get(), userId, directory.profileOf(userId), change);
        return Optional.empty();
    }

    /** The run of an event, where it is opened before that in its history. */
    private Optional<Run> find(StandupRunEvent event, long offset) {
        return runs.find(Run.idOf(event).toString()).filter(run -> run.isOpenedBefore(offset));
    }

    private static final class Reason {
        static final String UNKNOWN_RUN = "unknown_run";
        static final String NOT_A_MEMBER = "not_a_member";
        static final String RUN_CLOSED = "run_closed";
    }
}
