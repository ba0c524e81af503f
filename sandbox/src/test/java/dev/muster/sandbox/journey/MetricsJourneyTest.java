package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.SOON;
import static dev.muster.sandbox.journey.Community.newAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.sandbox.watch.Watching;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the packaged services show of a sign-up and a standup, held against what is documented and watched. */
@Journey
class MetricsJourneyTest {

    private final Community community;

    MetricsJourneyTest(Community community) {
        this.community = community;
    }

    @Test
    void signUpAndStandupAreSeenAndEverythingThatIsShownIsDocumentedAndTheOtherWayRound() {
        var documented = Watching.documented();
        var before = scraped();

        community.awaitStatus(community.signUp(newAddress()), "succeeded");
        assertThat(community.post("{\"email\": \"nobody\"}").status()).isEqualTo(400);
        try (var team = Team.of(community, 1)) {
            var ada = team.member(0);
            team.fire("ASK");
            team.awaitAsked();
            team.answer(ada, "Slept", "Wake up", "Coffee");
            team.fire("CLOSE");
            team.awaitEntry(ada, "Coffee");
        }

        // The brokers and ledgers are asked in the background, every so often.
        await().atMost(SOON).untilAsserted(() -> {
            var now = scraped();
            assertThat(now.names()).contains("muster_consumer_lag_records", "muster_effects_in_doubt");
            assertThat(grown(before, now, "signup-gateway", "muster_signups_accepted_total"))
                    .isPositive();
            assertThat(grown(before, now, "signup-gateway", "muster_signups_refused_total", "reason=\"invalid\""))
                    .isPositive();
            for (var tick : new String[] {"ask", "close"}) {
                assertThat(grown(
                                before, now, "signup-gateway", "muster_tick_lateness_seconds_count", "phase=\"" + tick))
                        .isPositive();
            }
            for (var effect : Map.of("invite", "slack-service", "contact", "crm-service", "prompt", "slack-service")
                    .entrySet()) {
                var labels = new String[] {"effect=\"" + effect.getKey() + "\"", "outcome=\"succeeded\""};
                assertThat(grown(before, now, effect.getValue(), "muster_effect_outcomes_total", labels))
                        .isPositive();
                assertThat(grown(before, now, effect.getValue(), "muster_effect_latency_seconds_count", labels))
                        .isPositive();
            }
            assertThat(grown(before, now, "slack-service", "muster_standup_answers_total", "outcome=\"accepted\""))
                    .isPositive();
            assertThat(grown(before, now, "slack-service", "muster_report_cutoff_to_post_seconds_count"))
                    .isPositive();
            assertThat(grown(before, now, "standup-service", "muster_events_published_total", "standup-runs"))
                    .isPositive();
            assertThat(now.values("slack-service", "muster_slack_socket_connected"))
                    .containsExactly(1.0);
            assertThat(now.values("report-service", "muster_streams_running")).containsExactly(1.0);
            assertThat(now.values("signup-gateway", "muster_topic_missing"))
                    .hasSizeGreaterThan(20)
                    .containsOnly(0.0);
            assertThat(now.values("signup-gateway", "muster_consumer_lag_records", "group=\"crm-service.contacts\""))
                    .singleElement()
                    .satisfies(lag -> assertThat(lag).isLessThan(1000));

            assertThat(documented.keySet()).containsAll(now.ownFamilies());
            assertThat(now.ownFamilies())
                    .containsAll(documented.keySet().stream()
                            .filter(name -> Boolean.TRUE.equals(documented.get(name)))
                            .toList());
            assertThat(now.withoutHelp()).isEmpty();
            assertThat(now.names())
                    .containsAll(Watching.used().stream()
                            .filter(name -> !Boolean.FALSE.equals(documented.get(name)))
                            .toList());
        });
    }

    /** For one exemplar elsewhere, Prometheus 2.42 refuses all that a service shows. */
    @Test
    void exemplarsStandWhereOpenMetricsHasThemAlone() {
        community.awaitStatus(community.signUp(newAddress()), "succeeded");

        assertThat(Scrapes.SERVICES).allSatisfy(service -> assertThat(Scrapes.openMetrics(community.sandbox(), service)
                        .lines()
                        .filter(line -> line.contains(" # {")))
                .allSatisfy(line -> assertThat(line).containsPattern("^\\w+_(total|bucket)[{ ]")));
    }

    private Scrapes scraped() {
        return Scrapes.of(community.sandbox());
    }

    private static double grown(Scrapes before, Scrapes now, String service, String name, String... labels) {
        return now.sum(service, name, labels) - before.sum(service, name, labels);
    }
}
