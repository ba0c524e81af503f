package dev.muster.gateway.status;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.OutsideSystem;
import dev.muster.events.ProviderEvent;
import dev.muster.events.ProviderPaused;
import dev.muster.events.ProviderResumed;
import dev.muster.gateway.records.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * Which providers cannot be called, as their services say again and again while it lasts. What is not said again is forgotten
 * after a while: whoever said it may be gone.
 */
@Component
final class Outages {

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(3);
    private static final Duration EVERY = Duration.ofMillis(500);

    private final EventCodec codec;
    private final InstantSource clock;
    private final Map<OutsideSystem, Said> said = new ConcurrentHashMap<>();
    private final Flux<Now> changes = Flux.interval(Duration.ZERO, EVERY)
            .onBackpressureDrop()
            .map(_ -> now())
            .distinctUntilChanged()
            .replay(1)
            .refCount();

    private record Said(ProviderPaused paused, Instant at) {}

    /** The providers that cannot be called at a moment. */
    record Now(Map<OutsideSystem, ProviderPaused> paused) {

        /** All of them can. */
        static final Now NONE = new Now(Map.of());

        /** What holds a step up, before anything was tried for it. */
        Optional<ProviderPaused> of(Step step) {
            return switch (step) {
                case RECORD -> Optional.empty();
                case SLACK -> Optional.ofNullable(paused.get(OutsideSystem.SLACK));
                case CRM -> Optional.ofNullable(paused.get(OutsideSystem.CRM));
            };
        }
    }

    Outages(EventCodec codec, InstantSource clock) {
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * Takes what a record says of a provider.
     *
     * @return false if it says nothing of one
     * @throws dev.muster.events.UnreadableEvent if nobody can read it
     */
    boolean hear(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null || OutsideSystem.ofKey(record.key()).isEmpty()) {
            return false;
        }
        codec.read(record, ProviderEvent.class).ifPresent(this::take);
        return true;
    }

    /** Those that cannot be called now. */
    Now now() {
        var forgotten = clock.instant().minus(FORGOTTEN_AFTER);
        var paused = new EnumMap<OutsideSystem, ProviderPaused>(OutsideSystem.class);
        said.forEach((provider, last) -> {
            if (last.at().isAfter(forgotten)) {
                paused.put(provider, last.paused());
            }
        });
        return new Now(paused);
    }

    /** Those that cannot be called, now and each time that changes. */
    Flux<Now> changes() {
        return changes.onBackpressureLatest();
    }

    private void take(Envelope<ProviderEvent> event) {
        switch (event.event()) {
            case ProviderPaused paused -> said.put(paused.provider(), new Said(paused, event.time()));
            case ProviderResumed resumed -> said.remove(resumed.provider());
        }
    }
}
