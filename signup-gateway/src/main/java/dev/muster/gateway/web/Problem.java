package dev.muster.gateway.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatusCode;

/**
 * Why a request was not done, in the form that RFC 9457 gives it.
 *
 * @param type names the kind of problem
 * @param title what that kind is, in words
 * @param status the HTTP status
 * @param detail what happened this time, and what to do next
 * @param errors what is wrong with the body, place by place; left out where the body is not to blame
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(
        URI type,
        String title,
        int status,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Fault> errors) {

    /**
     * One thing that is wrong with a body.
     *
     * @param pointer where it stands: a JSON pointer as a URI fragment (RFC 6901, section 6), in the client's own field names
     * @param detail what is wrong, in words
     */
    public record Fault(String pointer, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    /** A problem of a kind of our own. */
    public static Problem of(String kind, String title, HttpStatusCode status, String detail, List<Fault> errors) {
        return new Problem(URI.create("urn:muster:problem:" + kind), title, status.value(), detail, errors);
    }

    /** A problem that its HTTP status says all about. */
    static Problem of(HttpStatusCode status, String title, String detail) {
        return new Problem(URI.create("about:blank"), title, status.value(), detail, List.of());
    }
}
