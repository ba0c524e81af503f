package dev.muster.standup.runs;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.EventCodec;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.Topic;
import dev.muster.events.view.Generation;
import dev.muster.events.view.Live;
import dev.muster.events.view.Rebuildable;
import dev.muster.events.view.View;
import dev.muster.events.view.Views;
import dev.muster.standup.tables.Directory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The view of the runs in the document store: {@code runs}, {@code answers} and {@code passed_over}. While it is being built
 * everything here fails with a {@link dev.muster.events.fault.Pause}.
 *
 * <p>What is older than the retention, and still in the log when the view is built, is there again until the next run opens.
 */
@Component
public final class RunsView implements Rebuildable {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final EventCodec codec;
    private final Directory directory;
    private final View view;

    RunsView(Views views, EventCodec codec, Directory directory) {
        this.codec = codec;
        this.directory = directory;
        this.view = views.open(
                Runs.COLLECTION,
                List.of(Runs.COLLECTION, Answers.COLLECTION, PassedOver.COLLECTION),
                List.of(Topic.STANDUP_RUNS),
                this::take);
    }

    /**
     * A run, as far as its history is read.
     *
     * @throws RuntimeException if the document store does not answer, or the view is being built
     */
    public Optional<Run> find(String runId) {
        return view.read(live -> Mono.fromSupplier(() -> in(live).find(runId).orElse(null))
                        .subscribeOn(Schedulers.boundedElastic()))
                .blockOptional(LONGEST);
    }

    /** The histories, to be added to by an event that was polled before. */
    Histories write() {
        return in(view.write());
    }

    @Override
    public String group() {
        return ConsumerGroup.STANDUP_RUNS;
    }

    @Override
    public void rebuild(Progress progress) throws InterruptedException {
        view.rebuild(progress);
    }

    private Histories in(Live live) {
        return new Histories(directory, live.generation(), () -> view.isStill(live));
    }

    private void take(List<ConsumerRecord<String, byte[]>> records, Generation target) throws InterruptedException {
        var histories = new Histories(directory, target, () -> true);
        for (var record : records) {
            take(record, histories);
        }
    }

    private void take(ConsumerRecord<String, byte[]> record, Histories histories) throws InterruptedException {
        var envelope = codec.readOrPassOver(record, StandupRunEvent.class).orElse(null);
        if (envelope != null) {
            var reason = histories.take(envelope, record.offset()).reason();
            if (reason != null) {
                histories.passOver(envelope, reason);
            }
        }
    }
}
