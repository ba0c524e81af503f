package dev.muster.gateway.signup;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts who is let in and who is not; an operator's retry is neither. */
@Component
final class SignupMeters {

    private final Counter accepted;
    private final Counter invalid;
    private final Counter unreadable;
    private final Counter unconfirmed;

    SignupMeters(MeterRegistry registry) {
        this.accepted = Counter.builder("muster.signups.accepted")
                .description("Sign-ups that all in-sync replicas have")
                .register(registry);
        this.invalid = refused("invalid", registry);
        this.unreadable = refused("unreadable", registry);
        this.unconfirmed = refused("unconfirmed", registry);
    }

    private static Counter refused(String reason, MeterRegistry registry) {
        return Counter.builder("muster.signups.refused")
                .description(
                        "Sign-ups that were not accepted: invalid as they are, unreadable, or not confirmed by Kafka")
                .tag("reason", reason)
                .register(registry);
    }

    void accepted() {
        accepted.increment();
    }

    /** Something in it is wrong, which its sender is told. */
    void invalid() {
        invalid.increment();
    }

    /** Nobody can say what was sent. */
    void unreadable() {
        unreadable.increment();
    }

    /** Kafka did not confirm it in time. */
    void unconfirmed() {
        unconfirmed.increment();
    }
}
