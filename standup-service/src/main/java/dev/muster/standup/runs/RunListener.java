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
import dev.muster.events.replay.Line;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Reads the histories of the runs back, keeps them in the document store, and asks for the members' messages. An event is stored
 * before anything is published for it; delivered again, it is found to be the one that counted, and the same is published again.
 * While the view is being built an event waits.
 */
@Component
final class RunListener implements Line {

    private static final Logger log = LoggerFactory.getLogger(RunListener.class);

    private final EventCodec codec;
    private final RunsView view;
    private final EventPublisher publisher;
    private final StandupSettings settings;

    RunListener(EventCodec codec, RunsView view, EventPublisher publisher, StandupSettings settings) {
        this.codec = codec;
        this.view = view;
        this.publisher = publisher;
        this.settings = settings;
    }

    @Override
    public String group() {
        return ConsumerGroup.STANDUP_RUNS;
    }

    /** What has no opening before it is noted for good, and a closing tells members what they answered before it. */
    @Override
    public boolean followsGroup() {
        return true;
    }

    @KafkaListener(id = ConsumerGroup.STANDUP_RUNS, topics = Topic.STANDUP_RUNS)
    void on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        handle(record, false);
    }

    @Override
    public boolean handle(ConsumerRecord<String, byte[]> record, boolean again) throws InterruptedException {
        take(record);
        return false;
    }

    @Override
    public String examine(ConsumerRecord<String, byte[]> record) {
        return codec.read(record, StandupRunEvent.class)
                .map(envelope -> switch (envelope.event()) {
                    case RunOpened _, RunReminded _, RunClosed _ -> "would keep it, and ask for its messages again";
                    case AnswersRecorded _, MemberSkipped _, InteractionPassedOver _, TickPassedOver _ ->
                        "would keep it";
                })
                .orElse(NOTHING);
    }

    private void take(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var envelope = codec.read(record, StandupRunEvent.class).orElse(null);
        if (envelope == null) {
            return;
        }
        var histories = view.write();
        var taken = histories.take(envelope, record.offset());
        var run = taken.run();
        if (run != null) {
            follow(envelope, record.offset(), run, histories);
        }
        var reason = taken.reason();
        if (reason == null) {
            log.info("{} taken at {}", envelope.id(), record.key());
        } else {
            histories.requireStillThere();
            histories.passOver(envelope, reason);
            log.warn("{} passed over at {}: {}", envelope.id(), record.key(), reason);
        }
    }

    /** What follows from an event, where it is the one that counts. */
    private void follow(Envelope<StandupRunEvent> envelope, long offset, Run run, Histories histories) {
        switch (envelope.event()) {
            case RunOpened _ -> {
                if (run.openedOffset() == offset) {
                    histories.deleteBefore(run.oldestKept(settings.answersRetention()));
                    publisher.publish(Prompts.toAsk(run, envelope.time()));
                }
            }
            case RunReminded _ -> {
                if (run.isRemindedAt(offset)) {
                    var prompts = Prompts.toRemind(run, histories.answersOf(run), envelope.time());
                    histories.requireStillThere();
                    publisher.publish(prompts);
                }
            }
            case RunClosed _ -> {
                if (run.isClosedAt(offset)) {
                    var closings = Prompts.toClose(run, envelope, histories.answersOf(run));
                    histories.requireStillThere();
                    publisher.publish(closings);
                }
            }
            case AnswersRecorded _, MemberSkipped _, InteractionPassedOver _, TickPassedOver _ -> {}
        }
    }
}
