package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.SOON;
import static dev.muster.sandbox.journey.Community.newAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

@Journey
class TraceJourneyTest {

    private static final String PUBLISHED =
            "signup-gateway: http post /signups > signup-gateway: muster.signups send > ";

    private static final String SUBMITTED = "slack-service: slack ViewSubmission";

    private final Community community;

    TraceJourneyTest(Community community) {
        this.community = community;
    }

    @Test
    void aSignUpIsOneTraceFromItsRequestToItsLastOutcome() {
        var email = newAddress();

        var signupId = community.signUp(email, "Grace", "Hopper");

        await().atMost(SOON).untilAsserted(() -> assertThat(tracesAbout(signupId))
                .singleElement()
                .satisfies(trace -> {
                    assertThat(trace.paths())
                            .contains(
                                    PUBLISHED + "signup-gateway: muster.signups process",
                                    PUBLISHED
                                            + "slack-service: muster.signups process > slack-service: slack users.admin.invite",
                                    PUBLISHED
                                            + "slack-service: muster.signups process > slack-service: muster.slack-invites send > signup-gateway: muster.slack-invites process",
                                    PUBLISHED + "crm-service: muster.signups process > crm-service: crm contact/sync",
                                    PUBLISHED
                                            + "crm-service: muster.signups process > crm-service: muster.crm-contacts send > signup-gateway: muster.crm-contacts process")
                            .allMatch(path -> path.startsWith("signup-gateway: http post /signups"));
                    assertThat(trace.spans().toString())
                            .doesNotContain(email)
                            .doesNotContain("Grace")
                            .doesNotContain("emulated");
                }));
    }

    @Test
    void theTraceOfAReportHasLinksToThoseOfItsAnswers() {
        try (var team = Team.of(community, 2)) {
            team.fire("ASK");
            team.awaitAsked();

            team.members().forEach(member -> team.answer(member, "Traces", "More of them", "None"));
            team.members().forEach(member -> team.awaitTold(member, "Thank"));
            team.fire("CLOSE");

            await().atMost(SOON).untilAsserted(() -> {
                var traces = tracesAbout(team.runId());
                var answers = traces.stream()
                        .filter(trace -> trace.paths().contains(SUBMITTED))
                        .toList();
                assertThat(answers).hasSize(2).allSatisfy(answer -> assertThat(answer.paths())
                        .contains(SUBMITTED + " > slack-service: muster.slack-interactions send"
                                + " > standup-service: muster.slack-interactions process"
                                + " > standup-service: muster.standup-runs send"
                                + " > report-service: muster.standup-runs process")
                        .allMatch(path -> path.startsWith(SUBMITTED)));
                var reports = traces.stream()
                        .filter(trace -> !trace.linked().isEmpty())
                        .toList();
                assertThat(reports).singleElement().satisfies(report -> {
                    assertThat(report.linked())
                            .containsExactlyInAnyOrderElementsOf(
                                    answers.stream().map(Trace::id).toList());
                    assertThat(report.paths())
                            .anyMatch(path -> path.contains("report-service: muster.standup-runs process"
                                    + " > slack-service: muster.standup-posts process > slack-service: slack message"
                                    + " > slack-service: slack chat.postMessage"));
                });
            });
        }
    }

    private List<Trace> tracesAbout(String id) {
        return Trace.about(community.sandbox(), id);
    }
}
