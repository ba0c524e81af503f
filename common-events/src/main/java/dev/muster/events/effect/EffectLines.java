package dev.muster.events.effect;

import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.EventCodec;
import dev.muster.events.fault.BackOff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Opens lines of effects, each with a ledger of its own; a service that has any imports it. */
@Component
public final class EffectLines {

    private final MongoDatabase store;
    private final ConsumerFactory<String, byte[]> consumers;
    private final EventCodec codec;
    private final InstantSource clock;

    EffectLines(MongoDatabase store, ConsumerFactory<String, byte[]> consumers, EventCodec codec, InstantSource clock) {
        this.store = store;
        this.consumers = consumers;
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * Opens a line.
     *
     * @param ledger the collection that remembers its effects
     * @param outcomes the topic that its outcomes are published to
     */
    public EffectLine open(String ledger, String outcomes, CallSettings calls) {
        return open(ledger, outcomes, calls, 1);
    }

    /**
     * Opens a line whose calls take several requests.
     *
     * @param requests how many of them, one after the other, at most
     */
    public EffectLine open(String ledger, String outcomes, CallSettings calls, int requests) {
        return new EffectLine(
                new EffectLedger(store, ledger, new OutcomeHistory(consumers, codec, outcomes), clock),
                new Pace(calls.pace(), Duration.ofSeconds(1)),
                calls.deadline().multipliedBy(requests),
                calls.grace(),
                BackOff.UP_TO_A_MINUTE,
                RandomGenerator.getDefault());
    }
}
