package dev.muster.events.replay;

import dev.muster.events.Envelope;
import dev.muster.events.ReplayEnded;
import dev.muster.events.ReplayEnded.Ending;
import dev.muster.events.ReplayEvent;
import dev.muster.events.ReplayFound;
import dev.muster.events.ReplayFound.Finding;
import dev.muster.events.ReplayProgressed;
import dev.muster.events.kafka.EventPublisher;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Publishes how replays go. Every method returns when all in-sync replicas have it, and throws where they may not. */
final class Reports {

    private static final int MOST_FINDINGS = 100;

    private final EventPublisher publisher;
    private final String source;
    private final InstantSource clock;

    Reports(EventPublisher publisher, String source, InstantSource clock) {
        this.publisher = publisher;
        this.source = source;
        this.clock = clock;
    }

    void progressed(List<ReplayProgressed> progress) {
        publisher.publish(progress.stream().map(this::envelope).toList());
    }

    void found(String replayId, List<Finding> findings) {
        publisher.publish(IntStream.iterate(0, from -> from < findings.size(), from -> from + MOST_FINDINGS)
                .mapToObj(from -> findings.subList(from, Math.min(from + MOST_FINDINGS, findings.size())))
                .map(some -> envelope(new ReplayFound(replayId, some)))
                .toList());
    }

    /** Whoever says it first is heard; all say the same. */
    void ended(String replayId, Ending ending, String detail) {
        publisher.publish(new Envelope<>(
                replayId + ":ended", source, clock.instant(), new ReplayEnded(replayId, ending, detail)));
    }

    private Envelope<ReplayEvent> envelope(ReplayEvent event) {
        return new Envelope<>(UUID.randomUUID().toString(), source, clock.instant(), event);
    }
}
