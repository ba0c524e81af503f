package dev.muster.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ContactTest {

    private final Contact contact = new Contact("ada@example.org", "Ada", "Lovelace");

    @Test
    void sendsOnlyWhatIsKnown() {
        assertThat(contact.toSync())
                .isEqualTo(Map.of(
                        "contact", Map.of("email", "ada@example.org", "firstName", "Ada", "lastName", "Lovelace")));
        assertThat(new Contact("ada@example.org", "", "").toSync())
                .isEqualTo(Map.of("contact", Map.of("email", "ada@example.org")));
    }

    @Test
    void versionChangesWithEachFieldAndOnlyThen() {
        assertThat(contact.version())
                .isEqualTo(new Contact("ada@example.org", "Ada", "Lovelace").version())
                .isNotEqualTo(new Contact("ada@example.com", "Ada", "Lovelace").version())
                .isNotEqualTo(new Contact("ada@example.org", "Augusta", "Lovelace").version())
                .isNotEqualTo(new Contact("ada@example.org", "Ada", "King").version())
                .isNotEqualTo(new Contact("ada@example.org", "Lovelace", "Ada").version())
                .hasSize(16);
    }
}
