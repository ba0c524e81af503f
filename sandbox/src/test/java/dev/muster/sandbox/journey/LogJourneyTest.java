package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.SOON;
import static dev.muster.sandbox.journey.Community.newAddress;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other Kafka tools see of the log, and what they may do to it. */
@Journey
class LogJourneyTest {

    private static final String SIGNUPS = "muster.signups";

    private final Community community;
    private final Log log;
    private final String email = newAddress();

    LogJourneyTest(Community community) {
        this.community = community;
        this.log = community.log();
    }

    @Test
    void signUpStandsInTheLogAsACloudEvent() {
        var signupId = community.signUp(email, "Zoë", "Berg");

        var record = log.records(SIGNUPS).stream()
                .filter(each -> signupId.equals(each.key()))
                .findFirst()
                .orElseThrow();
        assertThat(record.headers())
                .extracting(header -> header.key())
                .contains("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject", "content-type");
        assertThat(new String(record.headers().lastHeader("ce_type").value(), UTF_8))
                .isEqualTo("dev.muster.UserSignedUp");
        assertThat(new String(record.value(), UTF_8)).contains(email, "Zoë", "Berg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slack-service.invites.dlt", "crm-service.contacts.dlt", "signup-gateway.records.dlt"})
    void garbageLandsInEachGroupsDeadLettersAndTheNextSignUpPasses(String deadLetters) {
        var signupId = community.signUp(email);
        community.awaitStatus(signupId, "succeeded");
        var garbage = "garbage " + UUID.randomUUID();

        log.produce(SIGNUPS, signupId, garbage.getBytes(UTF_8));

        await().atMost(SOON).untilAsserted(() -> assertThat(log.records(deadLetters))
                .filteredOn(record -> new String(record.value(), UTF_8).equals(garbage))
                .singleElement()
                .satisfies(record -> assertThat(record.key()).isEqualTo(signupId)));
        community.signUp(email, "Augusta", "King");
        community.awaitStatus(signupId, "succeeded");
    }

    @Test
    void tombstoneErasesTheRecordAndCallsNobody() {
        var signupId = community.signUp(email);
        community.awaitStatus(signupId, "succeeded");

        log.produce(SIGNUPS, signupId, null);

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(community.status(signupId).status()).isEqualTo(404));
        assertThat(community.slackCalls(email)).hasSize(1);
        assertThat(community.crmCalls(email)).hasSize(1);
    }
}
