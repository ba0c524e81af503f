package dev.muster.report;

import static dev.muster.report.History.ADA;
import static dev.muster.report.History.BEN;
import static dev.muster.report.History.CLEO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonSerdeTest {

    @Test
    void statesComeBackAsTheyWere() {
        var run = new History("daily|2026-11-20");
        var state = RunState.UNKNOWN;
        for (var event :
                List.of(run.opened(ADA, BEN, CLEO), run.answered(ADA, 1, "Zoë's"), run.skipped(BEN, 2), run.closed())) {
            state = state.plus(event).tracedTo(event, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        }
        var attendance = new Attendance(
                "daily",
                ADA,
                LocalDate.of(2026, 11, 20),
                Attendance.Kind.ANSWERED,
                1,
                Instant.parse("2026-11-20T09:00:00.123Z"));
        var participation = Participation.NONE.plus(attendance);

        assertThat(thereAndBack(RunState.UNKNOWN, RunState.class)).isEqualTo(RunState.UNKNOWN);
        assertThat(thereAndBack(state, RunState.class)).isEqualTo(state);
        assertThat(thereAndBack(attendance, Attendance.class)).isEqualTo(attendance);
        assertThat(thereAndBack(participation, Participation.class)).isEqualTo(participation);
    }

    /** What has been written to a changelog is read by every later release: these bytes are never edited. */
    @Test
    void stateOfTheFirstReleaseIsRead() {
        var bytes = """
                {"version":1,"value":{"opening":{"runId":"daily|2026-11-20","name":"Daily standup","channel":"C0GENERAL",\
                "members":["U0ADA","U0BEN"]},"answered":[{"userId":"U0ADA","first":1,"latest":1,"answers":[{"question":"What?",\
                "text":"docs"},{"question":"Next?","text":""}],"late":false}],"skipped":["U0BEN"],\
                "closedAt":"2026-11-20T09:00:00Z","revision":1}}""";
        var run = new History("daily|2026-11-20");
        var expected = RunState.UNKNOWN
                .plus(run.opened(ADA, BEN))
                .plus(run.answered(ADA, 1, "docs"))
                .plus(run.skipped(BEN, 2))
                .plus(run.closed());

        var serde = new JsonSerde<>(RunState.class);

        assertThat(serde.deserializer().deserialize("runs", bytes.getBytes(UTF_8)))
                .isEqualTo(expected);
        assertThat(serde.serializer().serialize("runs", expected))
                .asString(UTF_8)
                .isEqualTo(bytes);
    }

    @Test
    void stateOfANewerReleaseIsRefused() {
        var newer = "{\"version\":2,\"value\":{}}".getBytes(UTF_8);
        var runs = new JsonSerde<>(RunState.class).deserializer();

        assertThatThrownBy(() -> runs.deserialize("runs", newer)).hasMessageContaining("version 2");
    }

    private static <T> T thereAndBack(T value, Class<T> type) {
        var serde = new JsonSerde<>(type);
        return serde.deserializer().deserialize("topic", serde.serializer().serialize("topic", value));
    }
}
