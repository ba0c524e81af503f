package dev.muster.standup.runs;

import dev.muster.events.EventCodec;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Builds the views anew from the log where they are not whole: new, dropped, or fallen back behind what was taken. Nothing is
 * published for what is read here; the listeners wait meanwhile and go on where they stood. Several replicas may build at once.
 *
 * <p>What is older than the retention, and still in the log, is there again until the next run opens.
 */
@Component
public final class Rebuild implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private final RunsLog histories;
    private final EventCodec codec;
    private final Views views;
    private final Mark mark;
    private boolean running;
    private @Nullable Thread thread;

    Rebuild(RunsLog histories, EventCodec codec, Views views, Mark mark) {
        this.histories = histories;
        this.codec = codec;
        this.views = views;
        this.mark = mark;
    }

    /**
     * Has a listener wait for the views: a moment here, and then by its back-off.
     *
     * @throws Unavailable until they are whole
     */
    public void requireWhole() throws InterruptedException {
        if (!mark.isThere()) {
            var building = begin();
            if (building == null || !building.join(A_MOMENT) || !mark.isThere()) {
                throw notWhole();
            }
        }
    }

    /**
     * Has the listener that keeps the views wait for them.
     *
     * @throws Unavailable until they hold everything before a record
     */
    void requireWhole(ConsumerRecord<?, ?> record) throws InterruptedException {
        requireWhole();
        if (!mark.reaches(record)) {
            throw lost("the views have fallen back behind " + record.partition() + "@" + record.offset());
        }
    }

    /**
     * Has a replay wait for the listener that keeps the views, which takes the record by itself if it has not yet.
     *
     * @throws Unavailable until it has come so far
     */
    void requireTaken(ConsumerRecord<?, ?> record) throws InterruptedException {
        requireWhole();
        if (!mark.reaches(record)) {
            throw Unavailable.withoutEffect("not_taken_yet", "the group itself has not come so far");
        }
    }

    /** The views have lost something: they are built again, and what was to be taken waits. */
    Unavailable lost(String what) {
        log.warn("Lost from the document store: {}", what);
        mark.withdraw();
        begin();
        return notWhole();
    }

    @Override
    public synchronized void start() {
        running = true;
        begin();
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    private synchronized @Nullable Thread begin() {
        if (running && (thread == null || !thread.isAlive())) {
            thread = Thread.ofVirtual().name("views-rebuild").start(this::buildInTheEnd);
        }
        return thread;
    }

    private void buildInTheEnd() {
        try {
            while (!isDone()) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDone() throws InterruptedException {
        try {
            return mark.isThere() || build();
        } catch (RuntimeException e) {
            log.warn("The views of the runs are not built yet: {}", e.toString());
            return false;
        }
    }

    private boolean build() throws InterruptedException {
        log.info("The views of the runs are not whole: building them from the log");
        mark.withdraw();
        var ends = histories.ends();
        histories.read(Map.of(), ends, this::take);
        var built = mark.put(ends);
        log.info(
                built ? "The views of the runs are built" : "The views of the runs were dropped while they were built");
        return built;
    }

    private void take(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            var envelope = codec.read(record, StandupRunEvent.class).orElse(null);
            if (envelope != null) {
                var reason = views.take(envelope, record.offset()).reason();
                if (reason != null) {
                    views.passOver(envelope, reason);
                }
            }
        } catch (UnreadableEvent e) {
            log.warn("{}-{}@{} passed over: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }

    private static Unavailable notWhole() {
        return Unavailable.withoutEffect("no_views", "the views of the runs are not built yet");
    }
}
