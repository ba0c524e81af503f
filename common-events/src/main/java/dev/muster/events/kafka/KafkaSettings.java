package dev.muster.events.kafka;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where Kafka is, and what is created there.
 *
 * @param bootstrap the brokers to begin with, as {@code host:port}, separated by commas
 * @param createTopics whether topics that are missing are created; if not, somebody else does that
 * @param upgradeCheck whether a service is only to look if it can take over: not ({@link #OFF}), or at its events alone, where
 *     others mend topics and permissions with the upgrade ({@link #EVENTS}), or at all
 * @param replication on how many brokers each record is kept
 * @param minInSync how many of them must have a record before it counts as written
 * @param answersRetention how long what members answered is kept, and all that was made of it
 */
@Validated
@ConfigurationProperties("muster.kafka")
record KafkaSettings(
        @Pattern(
                regexp = "[^\\s,:]+:\\d{1,5}(,[^\\s,:]+:\\d{1,5})*",
                message = "must be host:port, or several separated by commas")
        String bootstrap,

        boolean createTopics,

        @Pattern(regexp = OFF + "|" + EVENTS + "|all", message = "must be off, events or all (MUSTER_UPGRADE_CHECK)")
        String upgradeCheck,

        @Min(1) @Max(9) short replication,
        @Min(1) @Max(9) int minInSync,
        @DurationMin(days = 1) @DurationMax(days = 36500) Duration answersRetention) {

    static final String OFF = "off";
    static final String EVENTS = "events";

    @AssertTrue(message = "is false: muster.kafka.replication must not be less than muster.kafka.min-in-sync") boolean isEnoughReplicas() {
        return replication >= minInSync;
    }
}
