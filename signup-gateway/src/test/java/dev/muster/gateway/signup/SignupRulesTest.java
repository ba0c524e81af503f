package dev.muster.gateway.signup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.muster.gateway.signup.SignupRules.Verdict.Accepted;
import dev.muster.gateway.signup.SignupRules.Verdict.Refused;
import dev.muster.gateway.web.InvalidField;
import jakarta.validation.Validation;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SignupRulesTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SubmissionReader reader = new SubmissionReader();
    private final SignupRules rules =
            new SignupRules(Validation.buildDefaultValidatorFactory().getValidator());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.org",
                "ada+slack@example.org",
                "ada.love-lace_1815@mail.example.co.uk",
                "o'hara@example.org",
                "ada@bücher.example",
                "ada@xn--bcher-kva.example",
                "用户@例子.广告",
                "josé@example.org",
                "δοκιμή@παράδειγμα.δοκιμή",
                "a@b.cd",
                "1@example.org",
                "ada@sub.sub.sub.example.museum"
            })
    void acceptsEveryAddressThatMailMayReach(String email) {
        assertThat(rules.check(json("email", email))).isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(
                        accepted.applicant().email())
                .isEqualTo(email));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "ada",
                "ada@",
                "@example.org",
                "ada@example",
                "ada@@example.org",
                "ada@example..org",
                "ada@.example.org",
                "ada@example.org.",
                "ada lovelace@example.org",
                "ada@exa mple.org",
                "ada@example.org, bob@example.org",
                "<ada@example.org>",
                "\"<script>\"@example.org",
                "ada@[192.0.2.1]",
                "ada@example.org\nbcc: bob@example.org",
                "ada\u0000@example.org",
                "ada\u202Egro.elpmaxe@example.org",
                "ada\u2066@example.org",
                "ada\uD800@example.org",
                "ada\uFFFD@example.org",
                "ada.@example.org",
                ".ada@example.org",
                "https://example.org",
                "ada@example_org.com@"
            })
    void refusesWhatIsNoAddress(String email) {
        assertThat(errors(json("email", email)))
                .extracting(InvalidField::pointer)
                .containsExactly("#/email");
    }

    @Test
    void refusesAnAddressOfMoreThan254Characters() {
        var longest =
                "a".repeat(61) + "@" + "b".repeat(60) + "." + "c".repeat(60) + "." + "d".repeat(60) + ".example.o";
        assertThat(longest).hasSize(254);

        assertThat(rules.check(json("email", longest))).isInstanceOf(Accepted.class);
        assertThat(errors(json("email", longest + "r")))
                .containsExactly(new InvalidField("#/email", "error.email.long"));
        assertThat(errors(json("email", "a".repeat(65) + "@example.org")))
                .containsExactly(new InvalidField("#/email", "error.email.invalid"));
    }

    @ParameterizedTest
    @CsvSource({
        "' Slack@Example.ORG ', slack@example.org",
        "'Jose\u0301@example.org', josé@example.org",
        "'ADA+Tag@EXAMPLE.org', ada+tag@example.org"
    })
    void oneAddressIsWrittenInOneWay(String typed, String email) {
        assertThat(applicant(json("email", typed)).email()).isEqualTo(email);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ada",
                "Ada Lovelace",
                "Björk",
                "李小龍",
                "محمد",
                "میلاد‌نور",
                "O'Hara-Smith Jr.",
                "Þór",
                "Nguyễn Thị Minh Khai",
                "X Æ A-12",
                "🦊",
                "Ada & Bob",
                "Robert'); DROP TABLE students;--"
            })
    void acceptsWhateverPeopleAreCalled(String name) {
        assertThat(rules.check(json("email", "ada@example.org", "name", name))).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "\u200B\u200B",
                "\u00A0",
                "<b>Ada</b>",
                "Ada > Bob",
                "Ada\u0000",
                "Ada\nLovelace",
                "Ada\tLovelace",
                "Ada\u007F",
                "Ada\u0085",
                "Ada\u2028Lovelace",
                "Ada\u202Eecalevol",
                "Ada\u2067x\u2069",
                "Ada \uD83D",
                "Ada \uFFFD"
            })
    void refusesWhatIsNoName(String name) {
        assertThat(errors(json("email", "ada@example.org", "name", name)))
                .extracting(InvalidField::pointer)
                .containsExactly("#/name");
        assertThat(errors(json("email", "ada@example.org", "firstName", name)))
                .extracting(InvalidField::pointer)
                .containsExactly("#/firstName");
    }

    @Test
    void countsTheHundredCharactersOfANameAsPeopleDo() {
        var longest = "🦊".repeat(100);

        assertThat(applicant(json("email", "ada@example.org", "firstName", longest))
                        .firstName())
                .isEqualTo(longest);
        assertThat(errors(json("email", "ada@example.org", "firstName", longest + "!")))
                .containsExactly(new InvalidField("#/firstName", "error.name.long"));
        assertThat(errors(json("email", "ada@example.org", "firstName", "Ada", "last_name", "x".repeat(101))))
                .containsExactly(new InvalidField("#/last_name", "error.name.long"));
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("{}", "", ""),
                arguments("{'firstName': 'Ada', 'lastName': 'Lovelace'}", "Ada", "Lovelace"),
                arguments("{'first_name': 'Ada', 'last_name': 'Lovelace'}", "Ada", "Lovelace"),
                arguments("{'name': 'Ada Lovelace'}", "Ada", "Lovelace"),
                arguments("{'name': '  Ada   King  Noel '}", "Ada", "King Noel"),
                arguments("{'name': 'Ada'}", "Ada", ""),
                arguments("{'name': 'Ada', 'first_name': 'Augusta', 'last_name': 'King'}", "Augusta", "King"),
                arguments("{'name': 'Ada Noel', 'last_name': 'King'}", "Ada", "King"),
                arguments("{'firstName': 'Ada', 'first_name': 'Augusta'}", "Ada", ""),
                arguments("{'firstName': 'Ada', 'lastName': ' '}", "Ada", ""),
                arguments("{'lastName': 'Lovelace'}", "", "Lovelace"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void takesTheNamesFromWhicheverFieldsThereAre(String names, String firstName, String lastName) {
        var body = names.replace('\'', '"')
                .replaceFirst("\\{", "{\"email\": \"ada@example.org\", ")
                .replace(", }", "}");

        assertThat(applicant(reader.json(body.getBytes(UTF_8))))
                .isEqualTo(new Applicant("ada@example.org", firstName, lastName));
    }

    @Test
    void theOlderClientsWrapperIsTakenOff() {
        var body = """
                {"body": {"email": "Ada@example.org", "name": "Ada King Noel", "first_name": "Ada", "last_name": "King"}}
                """;

        assertThat(applicant(reader.json(body.getBytes(UTF_8))))
                .isEqualTo(new Applicant("ada@example.org", "Ada", "King"));
    }

    @Test
    void errorsInAWrapperPointIntoIt() {
        var body = "{\"body\": {\"email\": \"ada\", \"name\": \"\", \"age\": 36}, \"name\": \"Ada\", \"x/~ y\": 1}";

        assertThat(errors(reader.json(body.getBytes(UTF_8))))
                .extracting(InvalidField::pointer, InvalidField::reason)
                .containsExactlyInAnyOrder(
                        tuple("#/body/email", "error.email.invalid"),
                        tuple("#/body/name", "error.name.blank"),
                        tuple("#/body/age", "error.unknown"),
                        tuple("#/name", "error.beside"),
                        tuple("#/x~1~0%20y", "error.unknown"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                      | error.body.empty
                    '  '                                    | error.body.empty
                    []                                      | error.body.object
                    null                                    | error.body.object
                    "ada@example.org"                       | error.body.object
                    {                                       | error.body.json
                    {"email": "ada@example.org",}           | error.body.json
                    {email: "ada@example.org"}              | error.body.json
                    {"email": "ada@example.org"} {}         | error.body.json
                    {"email": "a@b.cd", "email": "a@b.ce"}  | error.body.json
                    email=ada@example.org                   | error.body.json
                    {"email": "\\ud8"}                      | error.body.json
                    """)
    void refusesWhatIsNoJsonObject(String body, String reason) {
        assertThat(errors(reader.json(body.getBytes(UTF_8)))).containsExactly(new InvalidField("#", reason));
    }

    @Test
    void refusesJsonNestedWithoutEnd() {
        assertThat(errors(reader.json("{\"a\":".repeat(3000).getBytes(UTF_8))))
                .containsExactly(new InvalidField("#", "error.body.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "true", "[]", "{}", "[\"ada@example.org\"]"})
    void refusesValuesThatAreNoText(String value) {
        assertThat(errors(reader.json(("{\"email\": " + value + "}").getBytes(UTF_8))))
                .containsExactly(new InvalidField("#/email", "error.text"));
        assertThat(errors(reader.json(("{\"email\": \"a@b.cd\", \"lastName\": " + value + "}").getBytes(UTF_8))))
                .containsExactly(new InvalidField("#/lastName", "error.text"));
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        var name = "{\"email\": \"ada@example.org\", \"name\": \"José\"}";

        assertThat(errors(reader.json(name.getBytes(ISO_8859_1))))
                .containsExactly(new InvalidField("#", "error.body.utf8"));
        assertThat(errors(reader.form("email=ada@example.org&name=José".getBytes(ISO_8859_1))))
                .containsExactly(new InvalidField("#", "error.body.utf8"));
        assertThat(rules.check(reader.json(name.getBytes(UTF_16LE)))).isInstanceOf(Refused.class);
        assertThat(applicant(reader.json(("\uFEFF" + name).getBytes(UTF_8))).firstName())
                .isEqualTo("José");
    }

    @Test
    void readsAForm() {
        var body = "email=" + URLEncoder.encode(" Ada+Tag@bücher.example", UTF_8) + "&name=Ada+King%20Noel";

        assertThat(applicant(reader.form(body.getBytes(UTF_8))))
                .isEqualTo(new Applicant("ada+tag@bücher.example", "Ada", "King Noel"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', #/email, error.email.required",
        "email=%zz, #, error.body.form",
        "email=a@b.cd&email=a@b.ce, #/email, error.twice",
        "email=a@b.cd&age=36, #/age, error.unknown",
        "email=a@b.cd&name=%ff, #/name, error.name.characters",
        "email=a@b.cd&name=%00, #/name, error.name.blank"
    })
    void refusesAFormThatIsNotOurs(String body, String pointer, String reason) {
        assertThat(errors(reader.form(body.getBytes(UTF_8)))).containsExactly(new InvalidField(pointer, reason));
    }

    @Test
    void anEmptyFormHasAnErrorForEachOfItsFields() {
        assertThat(errors(reader.form("name=&email=".getBytes(UTF_8))))
                .extracting(InvalidField::pointer)
                .containsExactlyInAnyOrder("#/email", "#/name");
    }

    private Submission json(String... fieldsAndValues) {
        var object = JSON.createObjectNode();
        for (var i = 0; i < fieldsAndValues.length; i += 2) {
            object.put(fieldsAndValues[i], fieldsAndValues[i + 1]);
        }
        // Escaped, as clients send what UTF-8 cannot carry.
        var text = new StringBuilder();
        object.toString()
                .chars()
                .forEach(unit -> text.append(unit < 128 ? (char) unit + "" : "\\u%04x".formatted(unit)));
        return reader.json(text.toString().getBytes(UTF_8));
    }

    private Applicant applicant(Submission submission) {
        assertThat(rules.check(submission)).isInstanceOf(Accepted.class);
        return ((Accepted) rules.check(submission)).applicant();
    }

    private List<InvalidField> errors(Submission submission) {
        assertThat(rules.check(submission)).isInstanceOf(Refused.class);
        return ((Refused) rules.check(submission)).errors();
    }
}
