package dev.muster.events.start;

import org.apache.kafka.common.config.ConfigException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Kafka's clients refuse some settings only when they are made, such as brokers whose names nobody knows. */
final class KafkaClientRefusal extends AbstractFailureAnalyzer<ConfigException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, ConfigException refusal) {
        return new FailureAnalysis("Kafka's settings (MUSTER_KAFKA_BOOTSTRAP): " + refusal.getMessage(), null, refusal);
    }
}
