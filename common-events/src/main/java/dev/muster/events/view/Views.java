package dev.muster.events.view;

import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.thread.Rounds;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * A service's views, minded while it runs: one that is new or was lost is built from the log within a second or two, ledgers
 * before all others, since effects must not go on without theirs.
 */
public final class Views implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Views.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final MongoDatabase store;
    private final ConsumerFactory<String, byte[]> consumers;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final List<View> ledgers = new CopyOnWriteArrayList<>();
    private final List<View> views = new CopyOnWriteArrayList<>();
    private final Rounds rounds = new Rounds("views", this::mind);

    public Views(
            MongoDatabase store,
            ConsumerFactory<String, byte[]> consumers,
            InstantSource clock,
            MeterRegistry registry) {
        this.store = store;
        this.consumers = consumers;
        this.clock = clock;
        this.registry = registry;
    }

    /**
     * Opens a view.
     *
     * @param name of its mark
     * @param collections that it consists of
     * @param topics that it is made of
     */
    public View open(String name, List<String> collections, Collection<String> topics, ViewWriter writer) {
        return opened(views, name, collections, topics, writer);
    }

    /** Opens a ledger, a view of one collection and one topic, which is minded before the others. */
    public View openLedger(String collection, String topic, ViewWriter writer) {
        return opened(ledgers, collection, List.of(collection), List.of(topic), writer);
    }

    private View opened(
            List<View> those, String name, List<String> collections, Collection<String> topics, ViewWriter writer) {
        var meters = new ViewMeters(registry, name, System::nanoTime);
        var view = new View(store, consumers, clock, name, collections, topics, writer, meters);
        those.add(view);
        return view;
    }

    @Override
    public void start() {
        rounds.start();
    }

    @Override
    public void stop() {
        rounds.interrupt();
    }

    @Override
    public boolean isRunning() {
        return rounds.isRunning();
    }

    private Duration mind() throws InterruptedException {
        if (mind(ledgers)) {
            mind(views);
        }
        return BETWEEN_LOOKS;
    }

    private static boolean mind(List<View> those) throws InterruptedException {
        var areWhole = true;
        for (var view : those) {
            areWhole &= mind(view);
        }
        return areWhole;
    }

    private static boolean mind(View view) throws InterruptedException {
        try {
            return view.mind();
        } catch (RuntimeException | Error e) {
            if (Thread.currentThread().isInterrupted()) {
                throw (InterruptedException) new InterruptedException("stopped").initCause(e);
            }
            log.warn("{} is not minded now: {}", view.name(), e.toString());
            return false;
        }
    }
}
