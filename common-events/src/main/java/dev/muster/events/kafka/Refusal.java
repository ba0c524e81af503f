package dev.muster.events.kafka;

import static org.springframework.core.NestedExceptionUtils.getMostSpecificCause;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** What Kafka refuses a client, or a client Kafka: credentials, a certificate, or what is asked for. */
public final class Refusal {

    private Refusal() {}

    /** The refusal that a failure comes from, if it comes from one. */
    public static Optional<ApiException> behind(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(cause -> cause instanceof AuthenticationException || cause instanceof AuthorizationException)
                .map(ApiException.class::cast)
                .findFirst();
    }

    /** In a line, with what is at the bottom of it: of a handshake that failed, what is wrong with the certificate. */
    public static String told(ApiException refusal) {
        var bottom = getMostSpecificCause(refusal);
        return bottom == refusal ? refusal.toString() : refusal + ", for " + bottom;
    }
}
