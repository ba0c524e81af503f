package dev.muster.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

    private static final String SIGNUP_ID = "abcdefghijklmnopqrstuvwx27";
    private static final String A_SIGN_UP = """
            {"signupId": "%s", "email": "a@example.org", "firstName": "", "lastName": ""}""".formatted(SIGNUP_ID);
    private static final Instant TIME = GoldenEvents.TIME;

    private final EventCodec codec = new EventCodec();

    static Stream<Golden> golden() {
        return GoldenEvents.all()
                .map(envelope -> new Golden(envelope.event().getClass().getSimpleName() + "-1", envelope));
    }

    record Golden(String name, Envelope<?> envelope) {
        String text() throws IOException {
            try (var file = EventCodecTest.class.getResourceAsStream("golden/" + name + ".txt")) {
                assertThat(file).as("golden/%s.txt", name).isNotNull();
                return new String(file.readAllBytes(), UTF_8);
            }
        }

        ConsumerRecord<String, byte[]> record() throws IOException {
            var parts = text().split("\n\n", 2);
            var headers = new RecordHeaders();
            parts[0].lines().skip(2).forEach(line -> {
                var header = line.split(": ", 2);
                headers.add(header[0], header[1].getBytes(UTF_8));
            });
            return recordOf(Topic.of(envelope.event()), envelope.event().key(), headers, parts[1].strip());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void writesTheGoldenBytes(Golden golden) throws IOException {
        var written = codec.write(golden.envelope());

        assertThat(textOf(written)).isEqualTo(golden.text().stripTrailing());
    }

    @ParameterizedTest
    @MethodSource("golden")
    void readsTheGoldenBytes(Golden golden) throws IOException {
        var read = codec.read(golden.record());

        assertThat(read).contains((Envelope) golden.envelope());
    }

    @Test
    void everyEventTypeHasGoldenBytes() {
        assertThat(golden().<Class<?>>map(each -> each.envelope().event().getClass()))
                .containsExactlyInAnyOrderElementsOf(
                        leavesOf(MusterEvent.class).distinct().toList());
    }

    @Test
    void ignoresFieldsItDoesNotKnow() {
        var record = signupRecord(SIGNUP_ID, """
                {"signupId": "%s", "email": "a@example.org", "firstName": "A", "lastName": "", "pronouns": "they"}
                """.formatted(SIGNUP_ID));

        var read = codec.read(record, SignupEvent.class).orElseThrow();

        assertThat(read.event()).isEqualTo(new UserSignedUp(SIGNUP_ID, "a@example.org", "A", ""));
    }

    @Test
    void passesOverEventTypesItDoesNotKnowYet() {
        var record = signupRecord(SIGNUP_ID, "{}");
        record.headers().remove("ce_type").add("ce_type", "dev.muster.UserMoved".getBytes(UTF_8));

        assertThat(codec.read(record)).isEmpty();
    }

    @Test
    void tombstoneHoldsNoEvent() {
        assertThat(codec.read(new ConsumerRecord<>(Topic.SIGNUPS, 0, 0, SIGNUP_ID, null)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "null",
                "[]",
                "{}",
                "{\"signupId\": \"abcdefghijklmnopqrstuvwx27\"}",
                "{\"signupId\": \"abc\", \"email\": \"a@example.org\", \"firstName\": \"\", \"lastName\": \"\"}",
                "{\"signupId\": \"abcdefghijklmnopqrstuvwx27\", \"email\": \"\", \"firstName\": \"\", \"lastName\": \"\"}",
                "{\"signupId\": null, \"email\": \"a@example.org\", \"firstName\": \"\", \"lastName\": \"\"}"
            })
    void brokenDataAreUnreadable(String data) {
        assertThatThrownBy(() -> codec.read(signupRecord(SIGNUP_ID, data))).isInstanceOf(UnreadableEvent.class);
    }

    @Test
    void reasonNamesTheFieldsButNoValue() {
        var data = "{\"signupId\": \"abcdefghijklmnopqrstuvwx27\", \"email\": \"\", \"lastName\": \"\"}";

        assertThatThrownBy(() -> codec.read(signupRecord(SIGNUP_ID, data)))
                .hasMessageContainingAll("UserSignedUp", "required firstName", "/email minLength")
                .hasMessageNotContaining("abcdefghijklmnopqrstuvwx27");
    }

    @Test
    void recordWithoutEnvelopeIsUnreadable() {
        var record = new ConsumerRecord<>(Topic.SIGNUPS, 0, 0, "key", "garbage".getBytes(UTF_8));

        assertThatThrownBy(() -> codec.read(record)).isInstanceOf(UnreadableEvent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time"})
    void envelopeWithAPartMissingIsUnreadable(String header) {
        var record = signupRecord(SIGNUP_ID, A_SIGN_UP);
        record.headers().remove(header);

        assertThatThrownBy(() -> codec.read(record)).isInstanceOf(UnreadableEvent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_id", "ce_type", "ce_time", "content-type"})
    void headerWithoutAValueIsUnreadable(String header) {
        var record = signupRecord(SIGNUP_ID, A_SIGN_UP);
        record.headers().remove(header).add(new RecordHeader(header, null));

        assertThatThrownBy(() -> codec.read(record)).isInstanceOf(UnreadableEvent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "yesterday", "2026-11-20"})
    void timeThatCannotBeIsUnreadable(String time) {
        var record = signupRecord(SIGNUP_ID, A_SIGN_UP);
        record.headers().remove("ce_time").add("ce_time", time.getBytes(UTF_8));

        assertThatThrownBy(() -> codec.read(record)).isInstanceOf(UnreadableEvent.class);
    }

    @Test
    void emptyIdIsUnreadable() {
        var record = signupRecord(SIGNUP_ID, A_SIGN_UP);
        record.headers().remove("ce_id").add("ce_id", new byte[0]);

        assertThatThrownBy(() -> codec.read(record)).isInstanceOf(UnreadableEvent.class);
    }

    @Test
    void foreignKeyIsUnreadable() {
        var record = signupRecord("somebody-else", A_SIGN_UP);

        assertThatThrownBy(() -> codec.read(record))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("key");
    }

    @Test
    void eventOfAnotherFamilyIsUnreadable() throws IOException {
        var outcome = golden().skip(1).findFirst().orElseThrow().record();

        assertThatThrownBy(() -> codec.read(outcome, SignupEvent.class)).isInstanceOf(UnreadableEvent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ABCDEFGHIJKLMNOPQRSTUVWX27", "short"})
    void writerRefusesWhatDoesNotFitTheSchema(String signupId) {
        var envelope = new Envelope<>("1", "/test", TIME, new UserSignedUp(signupId, "a@example.org", "", ""));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.write(envelope))
                .withMessageContaining("signupId");
    }

    @Test
    void whatIsSaidOfAProviderStandsAmongItsOutcomes() {
        var since = TIME.minusSeconds(1);

        assertThat(Topic.of(new ProviderResumed(OutsideSystem.SLACK, since))).isEqualTo(Topic.SLACK_INVITES);
        assertThat(Topic.of(new ProviderResumed(OutsideSystem.CRM, since))).isEqualTo(Topic.CRM_CONTACTS);
    }

    private static ConsumerRecord<String, byte[]> signupRecord(String key, String data) {
        var headers = new RecordHeaders();
        var envelope = Map.of(
                "ce_specversion", "1.0",
                "ce_id", "1",
                "ce_source", "/test",
                "ce_type", "dev.muster.UserSignedUp",
                "ce_time", TIME.toString(),
                "content-type", "application/json");
        envelope.forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return recordOf(Topic.SIGNUPS, key, headers, data);
    }

    private static ConsumerRecord<String, byte[]> recordOf(String topic, String key, Headers headers, String data) {
        var value = data.getBytes(UTF_8);
        return new ConsumerRecord<>(
                topic,
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                key.length(),
                value.length,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static String textOf(ProducerRecord<String, byte[]> record) {
        var headers = new TreeMap<String, String>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        var text = new StringBuilder("key: %s%ntimestamp: %s%n".formatted(record.key(), record.timestamp()));
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.append('\n').append(new String(record.value(), UTF_8)).toString();
    }

    private static Stream<Class<?>> leavesOf(Class<?> family) {
        return family.isSealed()
                ? Stream.of(family.getPermittedSubclasses()).flatMap(EventCodecTest::leavesOf)
                : Stream.of(family);
    }
}
