package dev.muster.crm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.events.UserSignedUp;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the CRM is to know of a person; empty names are left as they are there. */
record Contact(String email, String firstName, String lastName) {

    private static final int VERSION_BYTES = 8;

    static Contact of(UserSignedUp person) {
        return new Contact(person.email(), person.firstName(), person.lastName());
    }

    /** The body of {@code POST /contact/sync}. */
    Map<String, Object> toSync() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("email", email);
        if (!firstName.isEmpty()) {
            fields.put("firstName", firstName);
        }
        if (!lastName.isEmpty()) {
            fields.put("lastName", lastName);
        }
        return Map.of("contact", fields);
    }

    /** Differs where any of the fields does; tells none of them. */
    String version() {
        try {
            var content = String.join("\n", email, firstName, lastName).getBytes(UTF_8);
            var hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(Arrays.copyOf(hash, VERSION_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
