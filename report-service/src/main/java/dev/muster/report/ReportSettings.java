package dev.muster.report;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How reports are made; each setting is explained in {@code application.yml}.
 *
 * @param stateDir where the state is kept
 * @param standbys how many other processes keep a copy of each state
 * @param answersRetention how long the history of a run is remembered
 */
@Validated
@ConfigurationProperties("muster.report")
record ReportSettings(
        @NotNull(message = "must be a directory: set MUSTER_STATE_DIR") Path stateDir,

        @Min(0) @Max(8) int standbys,
        Duration answersRetention) {}
