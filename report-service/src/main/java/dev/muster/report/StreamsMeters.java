package dev.muster.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is measured of Kafka Streams: its own metrics, whether it runs, and how often a thread began again. */
@Component
final class StreamsMeters {

    private final MeterRegistry registry;
    private final AtomicInteger running = new AtomicInteger();
    private final Counter failures;
    private @Nullable KafkaStreamsMetrics bound;

    StreamsMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("muster.streams.running", running, AtomicInteger::get)
                .description("1 while Kafka Streams works, or waits for Kafka or its share of the partitions, else 0")
                .register(registry);
        this.failures = Counter.builder("muster.streams.failures")
                .description("Threads of Kafka Streams that failed and began again where their last transaction ended")
                .register(registry);
    }

    synchronized void begun(KafkaStreams streams) {
        var metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(registry);
        bound = metrics;
    }

    void is(KafkaStreams.State state) {
        running.set(state.isRunningOrRebalancing() ? 1 : 0);
    }

    void failed() {
        failures.increment();
    }

    synchronized void ended() {
        if (bound != null) {
            bound.close();
            bound = null;
        }
    }
}
