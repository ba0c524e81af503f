package dev.muster.events.effect;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What is the same for all effects.
 *
 * @param setAsideAfter how long a record has failed before it is set aside, if the same has succeeded for others since
 */
@Validated
@ConfigurationProperties("muster.effects")
record EffectSettings(@DurationMin(seconds = 1) Duration setAsideAfter) {}
