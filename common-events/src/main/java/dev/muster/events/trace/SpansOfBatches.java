package dev.muster.events.trace;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;

/**
 * Gives each record of a batch a span in the record's own trace, as long as the batch takes. Those of spring-kafka are over before
 * the batch is handled.
 */
final class SpansOfBatches implements BatchInterceptor<Object, Object> {

    private final ObservationRegistry observations;
    private final ThreadLocal<List<Observation>> underWay = ThreadLocal.withInitial(List::of);

    SpansOfBatches(ObservationRegistry observations) {
        this.observations = observations;
    }

    @Override
    public ConsumerRecords<Object, Object> intercept(
            ConsumerRecords<Object, Object> records,
            org.apache.kafka.clients.consumer.Consumer<Object, Object> consumer) {
        var group = consumer.groupMetadata().groupId();
        var begun = new ArrayList<Observation>();
        records.forEach(record -> begun.add(begin(record, group)));
        underWay.set(begun);
        return records;
    }

    private Observation begin(ConsumerRecord<?, ?> record, String group) {
        return KafkaListenerObservation.LISTENER_OBSERVATION
                .observation(
                        null,
                        KafkaListenerObservation.DefaultKafkaListenerObservationConvention.INSTANCE,
                        () -> new KafkaRecordReceiverContext(record, group, "", group, () -> null),
                        observations)
                .start();
    }

    @Override
    public void success(
            ConsumerRecords<Object, Object> records,
            org.apache.kafka.clients.consumer.Consumer<Object, Object> consumer) {
        end(Observation::stop);
    }

    @Override
    public void failure(
            ConsumerRecords<Object, Object> records,
            Exception failure,
            org.apache.kafka.clients.consumer.Consumer<Object, Object> consumer) {
        end(observation -> observation.error(failure).stop());
    }

    private void end(Consumer<Observation> each) {
        underWay.get().forEach(each);
        underWay.remove();
    }
}
