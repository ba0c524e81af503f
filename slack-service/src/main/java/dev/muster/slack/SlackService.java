package dev.muster.slack;

import dev.muster.events.effect.EffectLines;
import dev.muster.events.kafka.MusterKafka;
import dev.muster.events.replay.Replays;
import dev.muster.events.store.MusterStore;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts the slack-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({MusterKafka.class, MusterStore.class, EffectLines.class, Replays.class})
public class SlackService {

    static void main(String[] args) {
        SpringApplication.run(SlackService.class, args);
    }
}
