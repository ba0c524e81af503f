package dev.muster.slack.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.EventCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

class InteractionsTest {

    @Test
    void brokersAreConnectedToBeforeAnybodyDoesAnything() throws Exception {
        try (var broker = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            broker.setSoTimeout((int) Duration.ofSeconds(90).toMillis());
            var interactions = interactions("127.0.0.1:" + broker.getLocalPort());

            interactions.afterSingletonsInstantiated();

            try (var connection = broker.accept()) {
                assertThat(connection.isConnected()).isTrue();
            }
            interactions.destroy();
        }
    }

    private static Interactions interactions(String brokers) {
        return new Interactions(
                new DefaultKafkaProducerFactory<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                        new StringSerializer(),
                        new ByteArraySerializer()),
                new EventCodec(),
                InstantSource.system(),
                ObservationRegistry.NOOP,
                new SimpleMeterRegistry());
    }
}
