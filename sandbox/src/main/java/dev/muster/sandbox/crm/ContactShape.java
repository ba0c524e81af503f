package dev.muster.sandbox.crm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's shapes of a contact (developers.activecampaign.com/reference: "Sync a contact's data", "List all
 * contacts", "Get a contact"): ids are texts, and times carry an offset.
 */
final class ContactShape {

    private static final DateTimeFormatter TIMES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    private ContactShape() {}

    /** The answer to {@code contact/sync} and to the creation of a contact. */
    static Map<String, @Nullable Object> written(Contact contact) {
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("fieldValues", fieldValues(contact));
        answer.put("contact", contact(contact));
        return answer;
    }

    /** The answer to {@code GET contacts/{id}}. */
    static Map<String, @Nullable Object> single(Contact contact) {
        var answer = new LinkedHashMap<String, @Nullable Object>();
        for (String part : List.of("contactAutomations", "contactLists", "deals")) {
            answer.put(part, List.of());
        }
        answer.put("fieldValues", fieldValues(contact));
        answer.put("geoIps", List.of());
        answer.put("accountContacts", List.of());
        answer.put("contact", contact(contact));
        return answer;
    }

    /** The answer to {@code GET contacts}: one page, and how many there are in all. */
    static Map<String, @Nullable Object> page(List<Contact> page, int total, int offset, int limit) {
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("scoreValues", List.of());
        answer.put("contacts", page.stream().map(ContactShape::contact).toList());
        answer.put(
                "meta",
                Map.of("total", Integer.toString(total), "page_input", Map.of("offset", offset, "limit", limit)));
        return answer;
    }

    private static Map<String, @Nullable Object> contact(Contact contact) {
        String id = Long.toString(contact.id());
        var shape = new LinkedHashMap<String, @Nullable Object>();
        shape.put("cdate", TIMES.format(contact.created()));
        shape.put("email", contact.email());
        shape.put("phone", contact.phone());
        shape.put("firstName", contact.firstName());
        shape.put("lastName", contact.lastName());
        shape.put("email_empty", false);
        shape.put("orgid", "");
        shape.put("orgname", "");
        shape.put("udate", TIMES.format(contact.updated()));
        shape.put("hash", hash(Contacts.key(contact.email())));
        shape.put("links", links(id));
        shape.put(
                "fieldValues",
                contact.fieldValues().stream()
                        .map(value -> Long.toString(value.id()))
                        .toList());
        shape.put("id", id);
        shape.put("organization", "");
        return shape;
    }

    private static List<Map<String, @Nullable Object>> fieldValues(Contact contact) {
        return contact.fieldValues().stream()
                .map(value -> fieldValue(contact, value))
                .toList();
    }

    private static Map<String, @Nullable Object> fieldValue(Contact contact, Contact.FieldValue value) {
        String id = Long.toString(value.id());
        String owner = Long.toString(contact.id());
        Instant updated = contact.updated();
        var shape = new LinkedHashMap<String, @Nullable Object>();
        shape.put("contact", owner);
        shape.put("field", value.field());
        shape.put("value", value.value());
        shape.put("cdate", TIMES.format(updated));
        shape.put("udate", TIMES.format(updated));
        shape.put("created_by", null);
        shape.put("updated_by", null);
        shape.put(
                "links",
                Map.of("owner", "/api/3/fieldValues/" + id + "/owner", "field", "/api/3/fieldValues/" + id + "/field"));
        shape.put("id", id);
        shape.put("owner", owner);
        return shape;
    }

    private static Map<String, String> links(String id) {
        var links = new LinkedHashMap<String, String>();
        for (String part : List.of(
                "bounceLogs",
                "contactAutomations",
                "contactData",
                "contactGoals",
                "contactLists",
                "contactLogs",
                "contactTags",
                "contactDeals",
                "deals",
                "fieldValues",
                "geoIps",
                "notes",
                "organization",
                "plusAppend",
                "trackingLogs",
                "scoreValues")) {
            links.put(part, "/api/3/contacts/" + id + "/" + part);
        }
        return links;
    }

    private static String hash(String email) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(email.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
