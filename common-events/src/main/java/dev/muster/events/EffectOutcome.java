package dev.muster.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt at an outside effect ended. Attempts at one effect are in order by {@code sequence}, then by {@code attempt}.
 *
 * @param effectId the effect, the same at every attempt
 * @param version what the effect brings about, where that can change, else empty
 * @param cause the id of the event that asked for it
 * @param sequence the offset of that event in its partition, or the revision that it asks for: a later cause has a greater one
 * @param attempt counts the attempts at this effect, from 1
 * @param status how it ended
 * @param code the provider's own code where it has one, else {@code timeout} or {@code unreachable}
 * @param detail for operators; names no person
 * @param startedAt when the attempt began
 * @param finishedAt when it ended
 * @param nextAttemptAt when it is tried again, where it waits
 * @param externalId the provider's id of what came about, where it tells one
 */
public record EffectOutcome(
        String effectId,
        String version,
        String cause,
        long sequence,
        int attempt,
        Status status,
        @Nullable String code,
        @Nullable String detail,
        Instant startedAt,
        Instant finishedAt,
        @Nullable Instant nextAttemptAt,
        @Nullable String externalId) {

    /** Where an effect stands after an attempt. */
    public enum Status {
        /** It has happened, now or before. */
        @JsonProperty("succeeded")
        SUCCEEDED,
        /** It will be tried again. */
        @JsonProperty("waiting")
        WAITING,
        /** It can never happen as asked, and is not tried again by itself. */
        @JsonProperty("rejected")
        REJECTED
    }

    public EffectOutcome {
        requireNonNull(effectId, "effectId");
        requireNonNull(version, "version");
        requireNonNull(cause, "cause");
        requireNonNull(status, "status");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(finishedAt, "finishedAt");
    }
}
