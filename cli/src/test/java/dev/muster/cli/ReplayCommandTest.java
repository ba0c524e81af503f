package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplayCommandTest extends OperatorDesk {

    private static final String FAILED =
            COMPLETED.replace("'completed'", "'failed'").replace("'detail': null", "'detail': 'There is no view.'");

    @Test
    void aReplayIsFollowedToItsEndInPlainLines() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 200, RUNNING);
        gateway.answers("GET /api/replays/" + ID, 200, RUNNING);
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED);
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, "");

        var code = run(
                "replay",
                "heal",
                "slack-service.invites",
                "--from",
                "2026-11-19T00:00:00Z",
                "--only",
                "a",
                "--only",
                "b");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(gateway.requests().getFirst())
                .isEqualTo("POST /api/replays {\"group\":\"slack-service.invites\",\"mode\":\"heal\","
                        + "\"from\":\"2026-11-19T00:00:00Z\",\"only\":[\"a\",\"b\"]}");
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        Replay %s
                        [##########..............]  45 %% 4,500 of 10,000, 1,234/s, 1 min 15 s left, 5 called
                        Completed in 1 min 40 s: 10,000 records handed over, 5 called.
                        """.formatted(ID));
    }

    @Test
    void aRebuildReadsWhatAHealHandsOver() {
        gateway.answers(
                "GET /api/replays/" + ID,
                200,
                COMPLETED.replace("'heal'", "'rebuild'").replace("'called': 5", "'called': 0"));

        assertThat(run("replay", "show", ID)).isZero();

        assertThat(out.toString()).contains("Completed in 1 min 40 s: 10,000 records read.");
    }

    @Test
    void aTerminalIsDrawnOver() {
        isTerminal = true;
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 200, RUNNING);
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED);
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, "");

        assertThat(run("replay", "rebuild", "signup-gateway.records")).isZero();

        assertThat(out.toString()).contains("\r\u001b[K[####", "\r\u001b[KCompleted");
    }

    @Test
    void aFailureEndsWithOneAndItsReason() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 200, FAILED);
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, "");

        assertThat(run("replay", "rebuild", "crm-service.contacts")).isEqualTo(1);

        assertThat(out.toString()).contains("Failed after 1 min 40 s", "There is no view.");
    }

    @Test
    void aDryRunTellsItsFindings() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED.replace("'heal'", "'dry-run'"));
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, """
                {'record': 'muster.signups-3@42', 'key': 'k1', 'says': 'would invite'}
                {'record': 'muster.signups-4@7', 'key': 'k2', 'says': 'is done'}
                """);

        assertThat(run("replay", "dry-run", "slack-service.invites")).isZero();

        assertThat(out.toString().lines())
                .containsSubsequence(
                        "muster.signups-3@42  k1  would invite",
                        "muster.signups-4@7  k2  is done",
                        "Completed in 1 min 40 s: 10,000 records looked at, 5 called.");
    }

    @Test
    void whoDetachesIsToldHowToLook() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");

        assertThat(run("replay", "heal", "slack-service.invites", "--detach")).isZero();

        assertThat(out.toString()).contains("./muster replay show " + ID);
        assertThat(gateway.requests()).hasSize(1);
    }

    @Test
    void aGatewayThatIsAwayForAMomentIsWaitedFor() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 503, "{'detail': 'Ask again in a moment.'}");
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED);
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, "");

        assertThat(run("replay", "heal", "slack-service.invites")).isZero();
    }

    @Test
    void scriptsAreToldJsonAlone() {
        gateway.answers("POST /api/replays", 202, "{'replayId': '" + ID + "'}");
        gateway.answers("GET /api/replays/" + ID, 200, RUNNING);
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED);
        gateway.answers("GET /api/replays/" + ID + "/findings", 200, "");

        assertThat(run("replay", "heal", "slack-service.invites", "--json")).isZero();

        assertThat(Gateway.JSON.readTree(out.toString()).path("state").asString())
                .isEqualTo("completed");
    }

    @Test
    void replaysAreListedShownAndCancelled() {
        gateway.answers("GET /api/replays", 200, "{'replays': [" + RUNNING + "], 'total': 250}");
        gateway.answers(
                "GET /api/replays/" + ID,
                200,
                RUNNING.replace(
                        "'partitions': []",
                        "'partitions': [{'partition': 'muster.signups-3', 'from': 7, 'position': 42, 'to': 99,"
                                + " 'records': 35, 'waiting': 'timeout'}]"));
        gateway.answers("DELETE /api/replays/" + ID, 202, "{'replayId': '" + ID + "'}");

        assertThat(run("replay", "list")).isZero();
        assertThat(run("replay", "show", ID)).isZero();
        assertThat(run("replay", "cancel", ID)).isZero();

        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches(ID + " +slack-service.invites +heal +running +4500 of 10000 +5 +0"))
                .anyMatch(line -> line.matches("muster.signups-3 +7 +42 +99 +35 +timeout"))
                .contains("These are the newest 1 of 250.", ID + " is cancelled.");
    }
}
