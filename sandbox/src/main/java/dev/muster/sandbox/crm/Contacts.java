package dev.muster.sandbox.crm;

import dev.muster.sandbox.emulator.Journal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The account's contacts, one for each e-mail address whatever its case; they outlive the process. */
final class Contacts implements AutoCloseable {

    private final Map<String, Contact> byEmail = new LinkedHashMap<>();
    private final Journal<Contact> journal;
    private final InstantSource clock;
    private long lastId;
    private long lastFieldValueId;

    private Contacts(Path journal, InstantSource clock) {
        this.journal = Journal.open(journal, Contact.class, this::keep);
        this.clock = clock;
    }

    /** The contacts as their journal has them. */
    static Contacts open(Path journal, InstantSource clock) {
        return new Contacts(journal, clock);
    }

    /** Makes the contact, or brings the one with this address up to date. */
    synchronized Contact sync(ContactDetails details) {
        return write(details, byEmail.get(key(details.email())), 1);
    }

    /** Makes the contact, or nothing where there is one with this address. */
    synchronized Optional<Contact> add(ContactDetails details) {
        return byEmail.containsKey(key(details.email())) ? Optional.empty() : Optional.of(write(details, null, 0));
    }

    synchronized List<Contact> all() {
        return List.copyOf(byEmail.values());
    }

    private Contact write(ContactDetails details, @Nullable Contact earlier, int synced) {
        Instant now = clock.instant();
        var contact = new Contact(
                earlier == null ? lastId + 1 : earlier.id(),
                earlier == null ? details.email() : earlier.email(),
                latest(details.firstName(), earlier == null ? "" : earlier.firstName()),
                latest(details.lastName(), earlier == null ? "" : earlier.lastName()),
                latest(details.phone(), earlier == null ? "" : earlier.phone()),
                fieldValues(details, earlier == null ? List.of() : earlier.fieldValues()),
                earlier == null ? now : earlier.created(),
                now,
                (earlier == null ? 0 : earlier.timesSynced()) + synced);
        journal.append(contact);
        keep(contact);
        return contact;
    }

    private List<Contact.FieldValue> fieldValues(ContactDetails details, List<Contact.FieldValue> earlier) {
        var values = new ArrayList<>(earlier);
        details.fields().forEach((field, value) -> {
            long id = values.stream()
                    .filter(existing -> existing.field().equals(field))
                    .mapToLong(Contact.FieldValue::id)
                    .findFirst()
                    .orElseGet(() -> ++lastFieldValueId);
            values.removeIf(existing -> existing.id() == id);
            values.add(new Contact.FieldValue(id, field, value));
        });
        return List.copyOf(values);
    }

    private void keep(Contact contact) {
        byEmail.put(key(contact.email()), contact);
        lastId = Math.max(lastId, contact.id());
        contact.fieldValues().forEach(value -> lastFieldValueId = Math.max(lastFieldValueId, value.id()));
    }

    private static String latest(@Nullable String told, String earlier) {
        return Objects.requireNonNullElse(told, earlier);
    }

    static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        journal.close();
    }
}
