package dev.muster.events.replay;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How replays are done.
 *
 * @param mostRedrives how many times a dead letter is tried again that nobody names
 */
@Validated
@ConfigurationProperties("muster.replays")
public record ReplaySettings(@Min(1) int mostRedrives) {}
