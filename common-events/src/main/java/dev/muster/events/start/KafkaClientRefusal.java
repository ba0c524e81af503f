package dev.muster.events.start;

import static org.springframework.core.NestedExceptionUtils.getMostSpecificCause;

import org.apache.kafka.common.KafkaException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Kafka's clients refuse some settings only when they are made: brokers whose names nobody knows, files that hold no certificate. */
final class KafkaClientRefusal extends AbstractFailureAnalyzer<KafkaException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, KafkaException refusal) {
        var reason = getMostSpecificCause(refusal).getMessage();
        return new FailureAnalysis("Kafka's settings (MUSTER_KAFKA_BOOTSTRAP and others): " + reason, null, refusal);
    }
}
