package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.newAddress;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(World.class)
class CrashJourneyTest {

    private static final int SIGN_UPS = 250;

    private final Community community;

    CrashJourneyTest(Community community) {
        this.community = community;
    }

    @ParameterizedTest
    @ValueSource(strings = {"crm-service", "slack-service"})
    void killedServiceIsStartedAgainAndEverybodyIsServedOnce(String service) throws Exception {
        var signups = new LinkedHashMap<String, String>();
        for (var i = 0; i < SIGN_UPS; i++) {
            var email = newAddress();
            signups.put(email, community.signUp(email));
            if (i == SIGN_UPS / 2) {
                community.sandbox().kill(service);
            }
        }

        signups.forEach((_, signupId) -> community.awaitStatus(signupId, "succeeded"));

        community.sandbox().awaitReady();
        var invitations = community.slackCalls();
        assertThat(signups.keySet()).allSatisfy(email -> {
            assertThat(community.contacts(email)).isEqualTo(1);
            assertThat(invitations.get(email))
                    .filteredOn(call -> call.path("answer").path("ok").asBoolean(false))
                    .hasSize(1);
        });
    }
}
