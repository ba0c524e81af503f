package dev.muster.gateway.web;

import dev.muster.gateway.web.Problem.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Refuses requests in words: those that the message bundle has under {@code problem.<kind>} and {@code problem.<kind>.title}. */
@Component
public final class Refusals {

    private final MessageSource messages;

    Refusals(MessageSource messages) {
        this.messages = messages;
    }

    /** A request whose body is not as it should be. */
    public Refusal invalid(ServerRequest request, String kind, List<InvalidField> errors) {
        return new Refusal(problem(request, kind, HttpStatus.BAD_REQUEST, faults(request, errors)));
    }

    /**
     * A request whose body can be read and cannot be done.
     *
     * @param about what the words of the errors are about: their places {0}, {1} …
     */
    public Refusal undoable(ServerRequest request, String kind, List<InvalidField> errors, Object... about) {
        return new Refusal(problem(request, kind, HttpStatus.UNPROCESSABLE_CONTENT, faults(request, errors, about)));
    }

    /** A request that does not fit to how things are. */
    public Refusal conflict(ServerRequest request, String kind) {
        return new Refusal(problem(request, kind, HttpStatus.CONFLICT, List.of()));
    }

    /** A request for something that there is not. */
    public Refusal unknown(ServerRequest request, String kind) {
        return new Refusal(problem(request, kind, HttpStatus.NOT_FOUND, List.of()));
    }

    /** A request that may be done when it is sent again after a while. */
    public Refusal later(ServerRequest request, String kind, Duration after, @Nullable Throwable cause) {
        return new Refusal(problem(request, kind, HttpStatus.SERVICE_UNAVAILABLE, List.of()), after, cause);
    }

    /** A request whose body cannot be taken as it came. */
    Refusal body(ServerRequest request, HttpStatus status, String kind, String reason, Object... about) {
        var why = words(request, reason, about);
        return new Refusal(Problem.of(kind, status.getReasonPhrase(), status, why, List.of(new Fault("#", why))));
    }

    private List<Fault> faults(ServerRequest request, List<InvalidField> errors, Object... about) {
        return errors.stream()
                .map(error -> new Fault(error.pointer(), words(request, error.reason(), about)))
                .toList();
    }

    private Problem problem(ServerRequest request, String kind, HttpStatus status, List<Fault> faults) {
        var words = "problem." + kind;
        return Problem.of(kind, words(request, words + ".title"), status, words(request, words), faults);
    }

    private String words(ServerRequest request, String key, Object... about) {
        var locale = request.exchange().getLocaleContext().getLocale();
        return messages.getMessage(key, about, locale == null ? Locale.ROOT : locale);
    }
}
