package dev.muster.events.effect;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * How a provider is called.
 *
 * @param pace how many calls a second each instance makes at most
 * @param connectTimeout how long a connection may take
 * @param answerTimeout how long the whole answer may take from then on
 * @param grace how long after a call's deadline the provider may take to show what it accepted
 */
public record CallSettings(
        @Min(1) @Max(1000) int pace,
        @DurationMin(millis = 1) @DurationMax(minutes = 1) Duration connectTimeout,
        @DurationMin(millis = 1) @DurationMax(minutes = 2) Duration answerTimeout,
        @DurationMin @DurationMax(minutes = 10) Duration grace) {

    /** After this long a call is over, whatever happened. */
    public Duration deadline() {
        return connectTimeout.plus(answerTimeout);
    }
}
