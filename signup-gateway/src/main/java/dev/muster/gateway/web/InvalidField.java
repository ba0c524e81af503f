package dev.muster.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.springframework.web.util.UriUtils;

/**
 * Something in what a client sent that is not as it should be.
 *
 * @param pointer where it stands: a JSON pointer as a URI fragment
 * @param reason why, as a key of the message bundle
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901#section-6">RFC 6901, section 6</a>
 */
public record InvalidField(String pointer, String reason) {

    /** The field of that name in the object that a pointer leads to. */
    public static InvalidField in(String base, String field, String reason) {
        var token = field.replace("~", "~0").replace("/", "~1");
        return new InvalidField(base + "/" + UriUtils.encode(token, UTF_8), reason);
    }

    /** The last part of the pointer: the field's name, where that needs no escaping. */
    public String field() {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }
}
