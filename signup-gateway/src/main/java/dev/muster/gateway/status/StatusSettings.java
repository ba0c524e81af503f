package dev.muster.gateway.status;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How a sign-up is followed live.
 *
 * @param heartbeat how often a stream shows that it lives, and compares itself with the document store
 * @param longestStream after how long a stream ends; browsers then open another
 */
@Validated
@ConfigurationProperties("muster.status")
record StatusSettings(
        @DurationMin(millis = 100) Duration heartbeat,
        @DurationMin(seconds = 1) Duration longestStream) {}
