package dev.muster.gateway.signup;

import static java.util.Objects.requireNonNull;

import org.springframework.stereotype.Component;

/**
 * Publishes a person's latest sign-up again. Kafka takes a record whatever came before it, so what did is looked up afterwards: what
 * is published follows only what it repeats. Where something else came in between, an erasure above all, that is repeated in its turn;
 * not so where the gateway is killed, or Kafka gone, just then.
 */
@Component
final class Retry {

    private final SignupLog log;
    private final Signups signups;

    Retry(SignupLog log, Signups signups) {
        this.log = log;
        this.signups = signups;
    }

    /**
     * Publishes it, and says whether there is one. Blocks.
     *
     * @throws RuntimeException if Kafka does not answer; it may be published all the same
     */
    boolean of(SignupId signupId) {
        var known = log.latest(signupId);
        if (known.signup().isEmpty()) {
            return false;
        }
        while (true) {
            var offset = publish(signupId, known);
            var before = log.latest(signupId, known, offset);
            if (before.signup().equals(known.signup())) {
                return known.signup().isPresent();
            }
            known = new SignupLog.Known(before.signup(), before.partition(), offset + 1);
        }
    }

    private long publish(SignupId signupId, SignupLog.Known known) {
        var published = known.signup().map(signups::publish).orElseGet(() -> signups.erase(signupId));
        return requireNonNull(published.block());
    }
}
