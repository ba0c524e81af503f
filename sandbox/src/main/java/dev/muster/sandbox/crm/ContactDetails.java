package dev.muster.sandbox.crm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller tells about a contact; what it leaves out stays as it was. */
record ContactDetails(
        String email,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String phone,
        Map<String, String> fields) {

    static ContactDetails from(Map<?, ?> contact) {
        String email = text(contact, "email");
        return new ContactDetails(
                email == null ? "" : email.strip(),
                text(contact, "firstName"),
                text(contact, "lastName"),
                text(contact, "phone"),
                fields(contact.get("fieldValues")));
    }

    private static Map<String, String> fields(@Nullable Object given) {
        var fields = new LinkedHashMap<String, String>();
        if (given instanceof List<?> values) {
            for (Object value : values) {
                if (value instanceof Map<?, ?> pair && pair.get("field") != null) {
                    String text = text(pair, "value");
                    fields.put(String.valueOf(pair.get("field")), text == null ? "" : text);
                }
            }
        }
        return fields;
    }

    private static @Nullable String text(Map<?, ?> object, String name) {
        Object value = object.get(name);
        return value == null ? null : value.toString();
    }
}
