package dev.muster.slack.run;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.EventCodec;
import dev.muster.events.PromptRequested;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.Topic;
import dev.muster.events.view.Generation;
import dev.muster.events.view.Rebuildable;
import dev.muster.events.view.View;
import dev.muster.events.view.Views;
import dev.muster.slack.run.RunDocuments.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The runs in the document store, {@code slack_runs}, and what members did in them, {@code slack_answers}: what a modal needs at
 * once. While the view is being built everything here fails with a {@link dev.muster.events.fault.Pause}.
 *
 * <p>Reading fails after a second and a half, since a person may be waiting.
 */
@Component
public final class Runs implements Rebuildable {

    private static final Duration LONGEST_READ = Duration.ofMillis(1500);

    private final EventCodec codec;
    private final View view;

    Runs(Views views, EventCodec codec) {
        this.codec = codec;
        this.view = views.open(
                RunDocuments.RUNS,
                List.of(RunDocuments.RUNS, RunDocuments.ANSWERS),
                List.of(Topic.STANDUP_RUNS),
                this::take);
    }

    /** A member is to be asked: from now on the modal can be opened, although the opening may not be read yet. */
    public void asked(PromptRequested prompt, Instant at) {
        live().asked(prompt, at);
    }

    /** Takes what a run's history says at an offset. */
    void take(StandupRunEvent event, long offset) {
        live().take(List.of(new Said(event, offset)));
    }

    /** Forgets the runs that opened before that, and what members did in them. */
    void forgetBefore(Instant time) {
        live().forgetBefore(time);
    }

    /** What is known of a run, if its questions are. */
    public Optional<Run> find(String runId) {
        return read(documents -> documents.find(runId));
    }

    /** What a member has done in a run. */
    public Participation participation(String runId, String userId) {
        return read(documents -> documents.participation(runId, userId)).orElse(Participation.NONE);
    }

    /** The runs that ask a member and opened since then, the newest first. */
    public List<Run> of(String userId, Instant since) {
        return read(documents -> documents.of(userId, since).collectList()).orElse(List.of());
    }

    @Override
    public String group() {
        return ConsumerGroup.SLACK_RUNS;
    }

    @Override
    public void rebuild(Progress progress) throws InterruptedException {
        view.rebuild(progress);
    }

    private RunDocuments live() {
        return new RunDocuments(view.write().generation());
    }

    private <T> Optional<T> read(Function<RunDocuments, Mono<T>> reading) {
        return view.read(live -> reading.apply(new RunDocuments(live.generation())))
                .blockOptional(LONGEST_READ);
    }

    private void take(List<ConsumerRecord<String, byte[]>> records, Generation target) {
        new RunDocuments(target).take(records.stream().flatMap(this::saidIn).toList());
    }

    private Stream<Said> saidIn(ConsumerRecord<String, byte[]> record) {
        return codec.readOrPassOver(record, StandupRunEvent.class).stream()
                .map(read -> new Said(read.event(), record.offset()));
    }
}
