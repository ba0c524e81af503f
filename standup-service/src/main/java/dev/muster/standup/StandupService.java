package dev.muster.standup;

import dev.muster.events.kafka.MusterKafka;
import dev.muster.events.replay.Replays;
import dev.muster.events.store.MusterStore;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts the standup-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({MusterKafka.class, MusterStore.class, Replays.class})
public class StandupService {

    static void main(String[] args) {
        SpringApplication.run(StandupService.class, args);
    }
}
