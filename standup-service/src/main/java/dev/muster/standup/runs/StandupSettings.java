package dev.muster.standup.runs;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How the standup's views are kept.
 *
 * @param answersRetention how long what members answered is kept
 */
@Validated
@ConfigurationProperties("muster.standup")
record StandupSettings(
        @DurationMin(days = 1) @DurationMax(days = 36500) Duration answersRetention) {}
