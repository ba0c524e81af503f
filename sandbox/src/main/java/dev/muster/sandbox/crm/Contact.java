package dev.muster.sandbox.crm;

import java.time.Instant;
import java.util.List;

/**
 * A contact as the account keeps it.
 *
 * @param timesSynced how many calls of {@code contact/sync} have touched it
 */
record Contact(
        long id,
        String email,
        String firstName,
        String lastName,
        String phone,
        List<FieldValue> fieldValues,
        Instant created,
        Instant updated,
        int timesSynced) {

    /** The value of a custom field. */
    record FieldValue(long id, String field, String value) {}
}
