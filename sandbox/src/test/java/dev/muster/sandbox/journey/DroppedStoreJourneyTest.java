package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.SOON;
import static dev.muster.sandbox.journey.Community.newAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClients;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The document store is dropped while people sign up and a team has its day. */
@Journey
class DroppedStoreJourneyTest {

    private static final int SIGN_UPS = 60;
    private static final int MEMBERS = 4;

    private final Community community;

    DroppedStoreJourneyTest(Community community) {
        this.community = community;
    }

    @Test
    void everythingIsThereAgainAndNothingHappensTwice() {
        try (var team = Team.of(community, MEMBERS)) {
            var signups = new LinkedHashMap<String, String>();
            team.fire("ASK");
            team.awaitAsked();
            team.answer(team.member(0), "Before", "", "");
            team.awaitTold(team.member(0), "Before");
            signUp(signups, SIGN_UPS / 2);
            signups.values().stream().limit(5).forEach(id -> community.awaitStatus(id, "succeeded"));

            dropTheStore();
            signUp(signups, SIGN_UPS / 2);
            team.answer(team.member(1), "After", "", "");
            team.fire("CLOSE");

            signups.values().forEach(signupId -> community.awaitStatus(signupId, "succeeded"));
            team.awaitEntry(team.member(0), "Before");
            team.awaitEntry(team.member(1), "After");
            assertOneEffectEach(signups);
            team.members()
                    .forEach(member -> assertThat(team.directMessages(member)).hasSize(1));
            assertThat(team.channelMessages()).hasSize(3);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(everyViewIsWhole()).isTrue());
        }
    }

    private void signUp(Map<String, String> signups, int count) {
        for (var i = 0; i < count; i++) {
            var email = newAddress();
            signups.put(email, community.signUp(email));
        }
    }

    private void assertOneEffectEach(Map<String, String> signups) {
        var invitations = community.slackCalls();
        assertThat(signups.keySet()).allSatisfy(email -> {
            assertThat(community.contacts(email)).isEqualTo(1);
            assertThat(invitations.get(email))
                    .filteredOn(call -> call.path("answer").path("ok").asBoolean(false))
                    .hasSize(1);
        });
    }

    private void dropTheStore() {
        try (var client = MongoClients.create(community.sandbox().mongoUri())) {
            client.getDatabase("muster").drop();
        }
    }

    private boolean everyViewIsWhole() {
        try (var client = MongoClients.create(community.sandbox().mongoUri())) {
            return client.getDatabase("muster").getCollection("views").countDocuments(new Document("whole", true)) == 6;
        }
    }
}
