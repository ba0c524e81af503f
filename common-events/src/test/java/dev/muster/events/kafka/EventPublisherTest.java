package dev.muster.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.EventCodec;
import dev.muster.events.TestBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

class EventPublisherTest {

    private final List<String> made = new ArrayList<>();

    @Test
    void producerIsThereBeforeAnybodyPublishes() {
        connect(TestBroker.ADDRESS);

        assertThat(made).hasSize(1);
    }

    @Test
    void startDoesNotDependOnABrokerWhoseNameIsUnknown() {
        connect("nowhere.invalid:9092");

        assertThat(made).isEmpty();
    }

    private void connect(String brokers) {
        var producers = new DefaultKafkaProducerFactory<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new StringSerializer(),
                new ByteArraySerializer());
        producers.addListener(new ProducerFactory.Listener<>() {
            @Override
            public void producerAdded(String id, Producer<String, byte[]> producer) {
                made.add(id);
            }
        });
        try {
            new EventPublisher(new KafkaTemplate<>(producers), new EventCodec()).connect();
        } finally {
            producers.destroy();
        }
    }
}
