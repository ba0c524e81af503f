package dev.muster.gateway.clock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.Standup;
import dev.muster.gateway.clock.StandupRules.Verdict.Accepted;
import dev.muster.gateway.clock.StandupRules.Verdict.Refused;
import dev.muster.gateway.web.InvalidField;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StandupRulesTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final StandupRules rules = new StandupRules("C0123456789"::equals);

    @Test
    void whatIsLeftOutIsAsUsual() {
        var standup = accepted("team", """
                {"channel": "C0123456789", "questions": ["What now?"], "askAt": "08:00", "reportAt": "10:00", "zone": "UTC"}
                """);

        assertThat(standup.name()).isEqualTo("team");
        assertThat(standup.days())
                .containsExactly(
                        DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);
        assertThat(standup.remindAt()).isNull();
        assertThat(standup.enabled()).isTrue();
    }

    @Test
    void everythingCanBeSaid() {
        var standup = accepted("team", """
                {"id": "team", "name": " The A<B> team 🦊 ", "channel": "C0123456789", "questions": [" What\\u0301 now? ", "Ça va?"],
                 "days": ["SUNDAY", "MONDAY"], "askAt": "00:00", "remindAt": "00:01", "reportAt": "23:59",
                 "zone": "Australia/Lord_Howe", "enabled": false}
                """);

        assertThat(standup)
                .isEqualTo(new Standup(
                        "team",
                        "The A<B> team 🦊",
                        "C0123456789",
                        List.of("What\u0301 now?", "Ça va?"),
                        List.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
                        LocalTime.of(0, 0),
                        LocalTime.of(0, 1),
                        LocalTime.of(23, 59),
                        ZoneId.of("Australia/Lord_Howe"),
                        false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            channel   |                      | #/channel     | error.required
            channel   | null                 | #/channel     | error.required
            channel   | 7                    | #/channel     | error.text
            channel   | ""                   | #/channel     | error.standup.channel
            channel   | " "                  | #/channel     | error.standup.channel
            channel   | "general"            | #/channel     | error.standup.channel
            channel   | "C"                  | #/channel     | error.standup.channel
            channel   | "C0000000000"        | #/channel     | error.standup.channel.unknown
            name      | ""                   | #/name        | error.standup.name.blank
            name      | " \\u200B "          | #/name        | error.standup.name.blank
            name      | "a\\u0000b"          | #/name        | error.standup.name.characters
            name      | "a\\nb"              | #/name        | error.standup.name.characters
            name      | "a\\u202Eb"          | #/name        | error.standup.name.characters
            name      | ["a"]                | #/name        | error.text
            questions |                      | #/questions   | error.standup.questions.none
            questions | []                   | #/questions   | error.standup.questions.none
            questions | "What?"              | #/questions   | error.list
            questions | ["a", ""]            | #/questions/1 | error.standup.question.blank
            questions | ["  "]               | #/questions/0 | error.standup.question.blank
            questions | ["a", 1, "b"]        | #/questions/1 | error.text
            questions | ["a", "b\\tc"]       | #/questions/1 | error.standup.question.characters
            days      | ["FUNDAY"]           | #/days/0      | error.standup.day
            days      | ["Monday"]           | #/days/0      | error.standup.day
            days      | ["MONDAY", "MONDAY"] | #/days/1      | error.standup.day.twice
            days      | "MONDAY"             | #/days        | error.list
            days      | [1]                  | #/days/0      | error.text
            askAt     |                      | #/askAt       | error.required
            askAt     | "8:00"               | #/askAt       | error.standup.time
            askAt     | "08:00:00"           | #/askAt       | error.standup.time
            askAt     | "24:00"              | #/askAt       | error.standup.time
            askAt     | "08:60"              | #/askAt       | error.standup.time
            askAt     | 800                  | #/askAt       | error.text
            reportAt  |                      | #/reportAt    | error.required
            reportAt  | "08:00"              | #/reportAt    | error.standup.report
            reportAt  | "07:59"              | #/reportAt    | error.standup.report
            remindAt  | "08:00"              | #/remindAt    | error.standup.reminder
            remindAt  | "10:00"              | #/remindAt    | error.standup.reminder
            remindAt  | "noon"               | #/remindAt    | error.standup.time
            zone      |                      | #/zone        | error.required
            zone      | ""                   | #/zone        | error.standup.zone
            zone      | "Europe/Atlantis"    | #/zone        | error.standup.zone
            zone      | "europe/prague"      | #/zone        | error.standup.zone
            zone      | "UTC+3"              | #/zone        | error.standup.zone
            enabled   | "yes"                | #/enabled     | error.flag
            id        | "other"              | #/id          | error.standup.id.other
            colour    | "blue"               | #/colour      | error.unknown
            """)
    void refusesWhatIsWrongAndNamesIt(String field, String value, String pointer, String reason) {
        var definition = valid();
        if (value == null) {
            definition.remove(field);
        } else {
            definition.set(field, JSON.readTree(value));
        }

        assertThat(refused("team", definition)).containsExactly(new InvalidField(pointer, reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Team", "-team", "té", "a b", "a_b", "12345678901234567890123456789012345678901"})
    void refusesAnIdThatIsNone(String id) {
        assertThat(refused(id, valid())).containsExactly(new InvalidField("#/id", "error.standup.id"));
    }

    @Test
    void countsCharactersAsPeopleDo() {
        var definition = valid();
        definition.put("name", "🦊".repeat(80));
        definition.putArray("questions").add("🦊".repeat(300));
        assertThat(rules.check("team", bytes(definition))).isInstanceOf(Accepted.class);

        definition.put("name", "🦊".repeat(81));
        definition.putArray("questions").add("🦊".repeat(301));

        assertThat(refused("team", definition))
                .containsExactly(
                        new InvalidField("#/name", "error.standup.name.long"),
                        new InvalidField("#/questions/0", "error.standup.question.long"));
    }

    @Test
    void takesTenQuestionsAndNotEleven() {
        var definition = valid();
        definition.set("questions", JSON.valueToTree(Collections.nCopies(10, "What?")));
        assertThat(rules.check("team", bytes(definition))).isInstanceOf(Accepted.class);

        definition.set("questions", JSON.valueToTree(Collections.nCopies(11, "What?")));

        assertThat(refused("team", definition))
                .containsExactly(new InvalidField("#/questions", "error.standup.questions.many"));
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        var errors = refused("team", (ObjectNode) JSON.readTree("""
                {"name": "", "questions": ["", "a"], "days": ["X"], "askAt": "9", "reportAt": "10:00", "zone": "X/Y", "x": 1}
                """));

        assertThat(errors.stream().map(InvalidField::pointer).sorted().collect(joining(" ")))
                .isEqualTo("#/askAt #/channel #/days/0 #/name #/questions/0 #/x #/zone");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``          | error.body.empty
            {           | error.body.json
            []          | error.body.object
            {"a":1,"a":2} | error.body.json
            """)
    void refusesWhatIsNoJsonObject(String body, String reason) {
        assertThat(rules.check("team", body.getBytes(UTF_8)))
                .isEqualTo(new Refused(List.of(new InvalidField("#", reason))));
    }

    private static ObjectNode valid() {
        return (ObjectNode) JSON.readTree("""
                {"name": "The team", "channel": "C0123456789", "questions": ["What now?"], "days": ["MONDAY"],
                 "askAt": "08:00", "remindAt": "09:00", "reportAt": "10:00", "zone": "UTC", "enabled": true}
                """);
    }

    private Standup accepted(String id, String body) {
        var verdict = rules.check(id, body.getBytes(UTF_8));
        assertThat(verdict).isInstanceOf(Accepted.class);
        return ((Accepted) verdict).standup();
    }

    private List<InvalidField> refused(String id, ObjectNode definition) {
        var verdict = rules.check(id, bytes(definition));
        assertThat(verdict).isInstanceOf(Refused.class);
        return ((Refused) verdict).errors();
    }

    private static byte[] bytes(ObjectNode definition) {
        return JSON.writeValueAsBytes(definition);
    }
}
