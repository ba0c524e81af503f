package dev.muster.gateway.status;

import dev.muster.gateway.records.Step;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What is shown of a sign-up, and how it is followed live.
 *
 * @param steps what a sign-up brings about here: a step whose service is not run would be pending for ever
 * @param heartbeat how often a stream shows that it lives, and compares itself with the document store
 * @param longestStream after how long a stream ends; browsers then open another
 */
@Validated
@ConfigurationProperties("muster.status")
record StatusSettings(
        @NotEmpty Set<@NotNull Step> steps,
        @DurationMin(millis = 100) Duration heartbeat,
        @DurationMin(seconds = 1) Duration longestStream) {}
