package dev.muster.slack.run;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What is kept of runs.
 *
 * @param answersRetention for how long
 */
@Validated
@ConfigurationProperties("muster.slack.runs")
record RunSettings(@DurationMin(days = 1) Duration answersRetention) {}
