package dev.muster.gateway;

import dev.muster.events.kafka.LogScan;
import dev.muster.events.kafka.MusterKafka;
import dev.muster.events.replay.Replays;
import dev.muster.events.store.MusterStore;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** The service that people meet: it takes sign-ups, shows how they go, keeps the records, and says when standups are due. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@Import({MusterKafka.class, LogScan.class, MusterStore.class, Replays.class})
public class SignupGateway {

    static void main(String[] args) {
        SpringApplication.run(SignupGateway.class, args);
    }
}
