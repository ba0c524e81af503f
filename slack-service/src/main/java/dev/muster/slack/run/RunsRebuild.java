package dev.muster.slack.run;

import dev.muster.events.EventCodec;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.kafka.TopicReader;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Builds the view of the runs anew from the log where it has no birth mark: it is new, or was lost. Nothing is sent, and the
 * listeners that need the view wait until it is there.
 */
@Component
final class RunsRebuild implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RunsRebuild.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration A_ROUND = Duration.ofMinutes(1);

    private final ConsumerFactory<String, byte[]> consumers;
    private final EventCodec codec;
    private final Runs runs;
    private volatile @Nullable Thread thread;

    RunsRebuild(ConsumerFactory<String, byte[]> consumers, EventCodec codec, Runs runs) {
        this.consumers = consumers;
        this.codec = codec;
        this.runs = runs;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("runs-rebuild").start(this::rebuildInTheEnd);
    }

    @Override
    public void stop() {
        var rebuilding = thread;
        thread = null;
        if (rebuilding != null) {
            rebuilding.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void rebuildInTheEnd() {
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
            if (!runs.isBorn()) {
                rebuild();
            }
            return true;
        } catch (RuntimeException e) {
            log.warn("The view of the runs is not built yet: {}", e.toString());
            return false;
        }
    }

    private void rebuild() throws InterruptedException {
        log.info("The view of the runs has no birth mark: building it from the log");
        var reader = new TopicReader(
                "runs-rebuild", consumers, List.of(Topic.STANDUP_RUNS), TopicReader.From.BEGINNING, this::take);
        reader.start();
        try {
            while (!reader.catchUp(A_ROUND)) {
                log.info("Still building the view of the runs");
            }
        } finally {
            reader.stop();
        }
        runs.born();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            codec.read(record, StandupRunEvent.class).ifPresent(read -> runs.take(read.event(), record.offset()));
        } catch (UnreadableEvent e) {
            log.warn("{}-{}@{} passed over: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }
}
