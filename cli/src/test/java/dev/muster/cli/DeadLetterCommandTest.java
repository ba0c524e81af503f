package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadLetterCommandTest extends OperatorDesk {

    @Test
    void lettersAreListedShownAndRedriven() {
        var letter = """
                {'group': 'slack-service.invites', 'letter': '3@42', 'kind': 'unreadable',
                 'source': {'topic': 'muster.signups', 'partition': 3, 'offset': 17}, 'key': 'k', 'reason': 'no envelope',
                 'firstFailedAt': '2026-11-20T08:00:00.123456Z', 'lastFailedAt': '2026-11-20T08:00:00Z', 'redrives': 0,
                 'redriven': null, 'headers': [{'name': 'h', 'text': 'v\\u001b[2J'}], 'value': {'base64': '/wAB'}}""";
        gateway.answers(
                "GET /api/dead-letters?limit=100&group=slack-service.invites",
                200,
                "{'deadLetters': [" + letter + "], 'total': 3}");
        gateway.answers("GET /api/dead-letters/slack-service.invites/3%4042", 200, letter);
        gateway.answers(
                "POST /api/dead-letters/slack-service.invites/redrive",
                202,
                "{'replayId': '" + ID + "', 'letters': 1}");
        gateway.answers("GET /api/replays/" + ID, 200, COMPLETED);
        gateway.answers(
                "GET /api/replays/" + ID + "/findings",
                200,
                "{'record': 'slack-service.invites.dlt-3@42', 'key': 'k', 'says': 'done'}");

        assertThat(run("dlt", "list", "--group", "slack-service.invites")).isZero();
        assertThat(run("dlt", "show", "slack-service.invites", "3@42")).isZero();
        assertThat(run("dlt", "redrive", "slack-service.invites", "3@42")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines())
                .anyMatch(
                        line -> line.matches(
                                "slack-service.invites +3@42 +unreadable +muster.signups-3@17 +2026-11-20T08:00:00Z +no envelope +no"))
                .contains("These are the newest 1 of 3.", "value, in Base64", "  /wAB")
                // What a stranger sent does not reach the terminal as a command.
                .anyMatch(line -> line.matches("header h +v\uFFFD\\[2J"))
                .contains("1 dead letter is redriven.", "slack-service.invites.dlt-3@42  k  done");
        assertThat(gateway.requests())
                .contains("POST /api/dead-letters/slack-service.invites/redrive {\"letters\":[\"3@42\"]}");
    }

    @Test
    void allLettersAreRedrivenAsFarAsTold() {
        gateway.answers(
                "POST /api/dead-letters/slack-service.invites/redrive",
                202,
                "{'replayId': '" + ID + "', 'letters': 7}");

        assertThat(run("dlt", "redrive", "slack-service.invites", "--all", "--at-most", "7", "--detach"))
                .isZero();

        assertThat(gateway.requests())
                .containsExactly("POST /api/dead-letters/slack-service.invites/redrive {\"all\":true,\"atMost\":7}");
    }
}
