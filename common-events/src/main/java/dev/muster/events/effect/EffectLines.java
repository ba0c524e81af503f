package dev.muster.events.effect;

import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.EventCodec;
import dev.muster.events.fault.BackOff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Opens lines of effects; a service that has any imports it. Their ledgers are born when the service starts, not at the first
 * effect: whatever is asked for from then on is known to be new.
 */
@Component
public final class EffectLines implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EffectLines.class);

    private final MongoDatabase store;
    private final ConsumerFactory<String, byte[]> consumers;
    private final EventCodec codec;
    private final InstantSource clock;
    private final List<EffectLedger> ledgers = new CopyOnWriteArrayList<>();
    private volatile boolean running;

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
        var opened = new EffectLedger(store, ledger, new OutcomeHistory(consumers, codec, outcomes), clock);
        ledgers.add(opened);
        return new EffectLine(
                opened,
                new Pace(calls.pace(), Duration.ofSeconds(1)),
                calls.deadline(),
                requests,
                calls.grace(),
                BackOff.UP_TO_A_MINUTE,
                RandomGenerator.getDefault());
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("ledgers").start(this::bringAbout);
    }

    private void bringAbout() {
        try {
            ledgers.forEach(EffectLedger::open);
        } catch (RuntimeException e) {
            log.info("The ledgers are left to the first effect: {}", e.toString());
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
