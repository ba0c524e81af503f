package dev.muster.report;

import static dev.muster.report.History.ADA;
import static dev.muster.report.History.BEN;
import static dev.muster.report.History.CLEO;
import static dev.muster.report.History.OPENED;
import static dev.muster.report.History.STRANGER;
import static dev.muster.report.History.answers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.MemberParticipation;
import dev.muster.events.MusterEvent;
import dev.muster.events.PostRequested;
import dev.muster.events.ReportEntry;
import dev.muster.events.ReportSummary;
import dev.muster.events.RunOpened;
import dev.muster.events.StandupReport;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.Topic;
import dev.muster.events.kafka.DeadLetter;
import dev.muster.events.trace.Spans;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.support.KafkaHeaders;

/** What is published, event by event, without a broker. */
class ReportTopologyTest {

    private static final String RUN = "daily|2026-11-20";
    private static final Duration RETENTION = Duration.ofDays(400);

    private final History run = new History(RUN);
    private final EventCodec codec = new EventCodec();
    private final List<TopologyTestDriver> drivers = new ArrayList<>();

    private final Path states;

    ReportTopologyTest(@TempDir Path states) {
        this.states = states;
    }

    @AfterEach
    void close() {
        drivers.forEach(TopologyTestDriver::close);
    }

    @Test
    void closingPublishesTheReportAndItsPosts() {
        var muster = driver();

        muster.pipe(
                run.opened(ADA, BEN, CLEO),
                run.answered(BEN, 1, "tests"),
                run.answered(ADA, 2, "docs"),
                run.skipped(CLEO, 3),
                run.closed());

        assertThat(muster.reports())
                .containsExactly(new Envelope<>(
                        "report:" + RUN + ":1",
                        "/muster/report-service",
                        timeOf(5),
                        requireNonNull(PlainReport.of(muster.history, 1))));
        assertThat(muster.posts())
                .extracting(Envelope::id, Envelope::time, Envelope::event)
                .containsExactly(
                        tuple("post:" + RUN + ":summary:1", timeOf(5), summary(1, 2, List.of(CLEO), List.of())),
                        tuple("post:" + RUN + ":" + BEN + ":1", timeOf(5), entry(1, BEN, "tests", false)),
                        tuple("post:" + RUN + ":" + ADA + ":1", timeOf(5), entry(1, ADA, "docs", false)));
    }

    @Test
    void openRunPublishesNothing() {
        var muster = driver();

        muster.pipe(run.closed(), run.opened(ADA), run.answered(ADA, 1, "all"), run.reminded(), run.passedOver(ADA));

        assertThat(muster.reports()).isEmpty();
        assertThat(muster.posts()).isEmpty();
        assertThat(muster.participation()).isEmpty();
    }

    @Test
    void runWithoutAnswersAndRunWithoutMembersHaveASummary() {
        var silent = driver();
        var empty = driver();

        silent.pipe(run.opened(ADA), run.closed());
        empty.pipe(run.opened(), run.closed());

        assertThat(events(silent.posts())).containsExactly(summary(1, 0, List.of(), List.of(ADA)));
        assertThat(events(empty.posts())).containsExactly(summary(1, 0, List.of(), List.of()));
        assertThat(empty.reports()).hasSize(1);
    }

    @Test
    void laterChangesAskOnlyForThePostsThatDiffer() {
        var muster = driver();
        muster.pipe(
                run.opened(ADA, BEN, CLEO), run.answered(ADA, 1, "docs"), run.answered(BEN, 2, "tests"), run.closed());
        muster.posts();

        muster.pipe(run.answered(BEN, 3, "more tests"));
        var changed = events(muster.posts());
        muster.pipe(run.skipped(CLEO, 4));
        var skipped = events(muster.posts());
        muster.pipe(run.answered(CLEO, 5, "after all"));
        var late = events(muster.posts());

        assertThat(changed).containsExactly(entry(2, BEN, "more tests", false));
        assertThat(skipped).containsExactly(summary(3, 2, List.of(CLEO), List.of()));
        assertThat(late).containsExactly(summary(4, 3, List.of(), List.of()), entry(4, CLEO, "after all", true));
        assertThat(muster.reports())
                .extracting(report -> report.event().revision())
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void whatHasNoEffectPublishesNothing() {
        var muster = driver();
        muster.pipe(run.opened(ADA, BEN), run.answered(ADA, 2, "docs"), run.skipped(BEN, 3), run.closed());
        muster.drain();

        muster.pipe(
                run.closed(),
                run.opened(ADA, BEN, STRANGER),
                run.answered(STRANGER, 4, "me too"),
                run.answered(ADA, 1, "older"),
                run.answered(ADA, 5, "docs"),
                run.skipped(ADA, 6),
                run.skipped(BEN, 7),
                run.reminded());

        assertThat(muster.drain()).isEmpty();
    }

    @Test
    void eventsThatComeAgainChangeNothing() {
        var history = run.inFull();
        var once = driver();
        var twice = driver();
        var wholeAgain = driver();

        once.pipe(history);
        numbered(history).forEach(event -> {
            twice.pipe(event);
            twice.pipe(event);
        });
        numbered(history).forEach(wholeAgain::pipe);
        numbered(history).forEach(wholeAgain::pipe);

        var expected = once.drain();
        assertThat(expected).hasSize(17);
        assertThat(twice.drain()).isEqualTo(expected);
        assertThat(wholeAgain.drain()).isEqualTo(expected);
    }

    @Test
    void neighboursThatCanArriveInEitherOrderComeToTheSame() {
        var history = run.inFull();
        var opening = history.stream().map(Object::getClass).toList().indexOf(RunOpened.class);
        var closing = history.indexOf(run.closed());
        var muster = driver();
        var expected = last(muster.pipe(history));

        for (var i = 0; i + 1 < history.size(); i++) {
            if (i == opening || i + 1 == opening || i == closing || i + 1 == closing) {
                continue;
            }
            var swapped = new ArrayList<>(history);
            Collections.swap(swapped, i, i + 1);
            muster.forget();

            assertThat(last(muster.pipe(swapped)))
                    .as("%d and %d swapped", i, i + 1)
                    .isEqualTo(expected);
        }
    }

    @Test
    void answersThatTheClosingOvertakesDifferInBeingLateAlone() {
        var inTime = driver().pipe(run.opened(ADA, BEN), run.answered(ADA, 1, "docs"), run.closed());
        var overtaken = driver().pipe(run.opened(ADA, BEN), run.closed(), run.answered(ADA, 1, "docs"));

        var expected = last(inTime);
        expected.put(ADA, entry(0, ADA, "docs", true));
        assertThat(last(overtaken)).isEqualTo(expected);
    }

    @Test
    void participationCountsEachClosedRunAndItsLateAnswers() {
        var monday = new History("daily|2026-11-16");
        var tuesday = new History("daily|2026-11-17");
        var muster = driver();

        muster.pipe(monday.opened(ADA, BEN), monday.answered(ADA, 1, "docs"), monday.closed());
        muster.pipe(tuesday.opened(ADA, BEN), tuesday.skipped(ADA, 2), tuesday.closed());
        muster.pipe(monday.answered(BEN, 3, "late"), monday.answered(ADA, 4, "corrected"));

        var ofAda = muster.participation().get("daily|" + ADA);
        var ofBen = muster.participationSoFar.get("daily|" + BEN);
        assertThat(events(requireNonNull(ofAda)))
                .containsExactly(
                        participation(ADA, "2026-11-16", 1, 1, 0, 0), participation(ADA, "2026-11-17", 2, 1, 1, 0));
        assertThat(events(requireNonNull(ofBen)))
                .containsExactly(
                        participation(BEN, "2026-11-16", 1, 0, 0, 1),
                        participation(BEN, "2026-11-17", 2, 0, 0, 2),
                        participation(BEN, "2026-11-17", 2, 1, 0, 1));
        assertThat(requireNonNull(ofBen).getLast().id()).isEqualTo("participation:daily:" + BEN + ":2026-11-16:2");
        assertThat(requireNonNull(ofBen).getLast().time()).isEqualTo(timeOf(7));
    }

    @Test
    void unreadableRecordsAreDeadLettersAndTheNextGoesOn() {
        var muster = driver();
        muster.pipe(run.opened(ADA));

        muster.pipe(RUN, "garbage", new RecordHeaders().add("x-origin", "somewhere".getBytes(UTF_8)));
        muster.pipe(null, "garbage", new RecordHeaders());
        var elsewhere = codec.write(new Envelope<>("e", "/test", OPENED, new History("daily|2026-02-30").closed()));
        muster.pipe(elsewhere.key(), new String(elsewhere.value(), UTF_8), elsewhere.headers());
        muster.pipe(run.closed());

        var letters = muster.deadLetters.readRecordsToList();
        assertThat(letters).extracting(TestRecord::key).containsExactly(RUN, null, "daily|2026-02-30");
        assertThat(letters)
                .extracting(letter -> new String(letter.value(), UTF_8))
                .startsWith("garbage", "garbage");
        assertThat(header(letters.getFirst().headers(), "x-origin")).isEqualTo("somewhere");
        assertThat(header(letters.getFirst().headers(), KafkaHeaders.DLT_ORIGINAL_TOPIC))
                .isEqualTo(Topic.STANDUP_RUNS);
        assertThat(header(letters.getFirst().headers(), KafkaHeaders.DLT_EXCEPTION_MESSAGE))
                .contains("no CloudEvents");
        assertThat(letters.getFirst().headers().lastHeader(KafkaHeaders.DLT_EXCEPTION_STACKTRACE))
                .isNull();
        assertThat(muster.reports()).hasSize(1);
    }

    @Test
    void tombstonesAndUnknownTypesArePassedOver() {
        var muster = driver();
        var future = codec.write(new Envelope<>("e", "/test", OPENED, run.closed()));
        future.headers().remove("ce_type").add("ce_type", "dev.muster.RunPostponed".getBytes(UTF_8));

        muster.pipe(run.opened(ADA));
        muster.pipe(RUN, null, new RecordHeaders());
        muster.pipe(RUN, new String(future.value(), UTF_8), future.headers());

        assertThat(muster.drain()).isEmpty();
        assertThat(muster.deadLetters.isEmpty()).isTrue();
    }

    @Test
    void deadLetterThatIsTooLargeIsNamedWithoutItsBytes() {
        var muster = driver();

        muster.pipe(RUN, "!".repeat(3_000_000), new RecordHeaders());

        var letter = muster.deadLetters.readRecord();
        assertThat(letter.value()).isNull();
        assertThat(header(letter.headers(), DeadLetter.BYTES_LEFT_OUT)).isEqualTo("3000000");
        assertThat(letter.headers().lastHeader(KafkaHeaders.DLT_ORIGINAL_OFFSET))
                .isNotNull();
    }

    @Test
    void oldRunsAreForgottenWhenAnotherOpens() {
        var old = new History("daily|2025-10-15");
        var young = new History("weekly|2025-10-17");
        var muster = driver();
        muster.pipe(old.opened(ADA), old.answered(ADA, 1, "private"), old.closed());
        muster.pipe(young.opened(ADA), young.closed());

        muster.pipe(run.opened(ADA));

        var runs = muster.driver.<String, RunState>getKeyValueStore(ReportWriter.RUNS);
        assertThat(runs.get("2025-10-15|daily")).isNull();
        assertThat(runs.get("2025-10-17|weekly")).isNotNull();
        assertThat(runs.get("2026-11-20|daily")).isNotNull();
    }

    /** Of each part of the run the last that is published, whichever revision that is. */
    private static Map<String, MusterEvent> last(Muster muster) {
        var parts = events(muster.posts()).stream()
                .collect(toMap(
                        PostRequested::part,
                        post -> (MusterEvent) new PostRequested(
                                post.runId(),
                                post.part(),
                                0,
                                post.name(),
                                post.channel(),
                                post.summary(),
                                post.entry()),
                        (_, later) -> later));
        var report = events(muster.reports()).getLast();
        parts.put(
                "report",
                new StandupReport(
                        report.runId(),
                        0,
                        report.name(),
                        report.channel(),
                        report.entries().stream()
                                .map(entry -> new ReportEntry(entry.userId(), entry.answers(), false))
                                .toList(),
                        report.skipped(),
                        report.missing(),
                        report.closedAt()));
        return parts;
    }

    private static PostRequested summary(int revision, int answered, List<String> skipped, List<String> missing) {
        return new PostRequested(
                RUN,
                PostRequested.SUMMARY,
                revision,
                History.NAME,
                History.CHANNEL,
                new ReportSummary(answered, skipped, missing),
                null);
    }

    private static PostRequested entry(int revision, String user, String text, boolean late) {
        return new PostRequested(
                RUN, user, revision, History.NAME, History.CHANNEL, null, new ReportEntry(user, answers(text), late));
    }

    private static MemberParticipation participation(
            String user, String until, int asked, int answered, int skipped, int missed) {
        return new MemberParticipation("daily", user, LocalDate.parse(until), asked, answered, skipped, missed);
    }

    private static <E extends MusterEvent> List<E> events(List<Envelope<E>> envelopes) {
        return envelopes.stream().map(Envelope::event).toList();
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }

    private static Instant timeOf(int event) {
        return OPENED.plusSeconds(event);
    }

    /** Events with the place that each has in the history, so that a repeat has the same id and time. */
    private static List<Numbered> numbered(List<StandupRunEvent> events) {
        var all = new ArrayList<Numbered>();
        for (var event : events) {
            all.add(new Numbered(all.size() + 1, event));
        }
        return all;
    }

    private record Numbered(int place, StandupRunEvent event) {}

    private Muster driver() {
        var muster = new Muster();
        drivers.add(muster.driver);
        return muster;
    }

    /** The service's topology with its topics. */
    private final class Muster {

        final List<StandupRunEvent> history = new ArrayList<>();
        final Map<String, List<Envelope<MemberParticipation>>> participationSoFar = new HashMap<>();
        final TopologyTestDriver driver;
        final TestOutputTopic<String, byte[]> deadLetters;
        private final TestInputTopic<String, byte[]> runs;
        private final TestOutputTopic<String, byte[]> reports;
        private final TestOutputTopic<String, byte[]> posts;
        private final TestOutputTopic<String, byte[]> participation;

        Muster() {
            var settings = new ReportSettings(states.resolve(Integer.toString(drivers.size())), 0, RETENTION);
            var properties = new Properties();
            properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "report-service");
            properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
            properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
            properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class.getName());
            driver = new TopologyTestDriver(ReportTopology.of(settings, Spans.NONE), properties);
            runs = driver.createInputTopic(Topic.STANDUP_RUNS, new StringSerializer(), new ByteArraySerializer());
            reports = output(Topic.STANDUP_REPORTS);
            posts = output(Topic.STANDUP_POSTS);
            participation = output(Topic.STANDUP_PARTICIPATION);
            deadLetters = output("report-service.dlt");
        }

        Muster pipe(StandupRunEvent... events) {
            return pipe(List.of(events));
        }

        Muster pipe(List<StandupRunEvent> events) {
            for (var event : events) {
                history.add(event);
                pipe(new Numbered(history.size(), event));
            }
            return this;
        }

        void pipe(Numbered event) {
            var record = codec.write(
                    new Envelope<>("event:" + event.place(), "/test", timeOf(event.place()), event.event()));
            runs.pipeInput(new TestRecord<>(
                    record.key(), record.value(), record.headers(), Instant.ofEpochMilli(record.timestamp())));
        }

        void pipe(@Nullable String key, @Nullable String value, Headers headers) {
            runs.pipeInput(new TestRecord<>(key, value == null ? null : value.getBytes(UTF_8), headers, OPENED));
        }

        /** As if nothing had been piped. */
        void forget() {
            drain();
            history.clear();
            List.of(ReportWriter.RUNS, ParticipationCounter.PARTICIPATION).forEach(name -> {
                var store = driver.<String, Object>getKeyValueStore(name);
                try (var all = store.all()) {
                    all.forEachRemaining(entry -> store.delete(entry.key));
                }
            });
        }

        List<Envelope<StandupReport>> reports() {
            return read(reports, Topic.STANDUP_REPORTS, StandupReport.class);
        }

        List<Envelope<PostRequested>> posts() {
            return read(posts, Topic.STANDUP_POSTS, PostRequested.class);
        }

        Map<String, List<Envelope<MemberParticipation>>> participation() {
            for (var figures : read(participation, Topic.STANDUP_PARTICIPATION, MemberParticipation.class)) {
                participationSoFar
                        .computeIfAbsent(figures.event().key(), _ -> new ArrayList<>())
                        .add(figures);
            }
            return participationSoFar;
        }

        List<Envelope<?>> drain() {
            return Stream.<Envelope<?>>concat(
                            Stream.concat(reports().stream(), posts().stream()),
                            read(participation, Topic.STANDUP_PARTICIPATION, MemberParticipation.class).stream())
                    .toList();
        }

        private TestOutputTopic<String, byte[]> output(String topic) {
            return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
        }

        private <E extends MusterEvent> List<Envelope<E>> read(
                TestOutputTopic<String, byte[]> output, String topic, Class<E> type) {
            return output.readRecordsToList().stream()
                    .map(record -> codec.read(consumed(topic, record), type).orElseThrow())
                    .toList();
        }

        private static ConsumerRecord<String, byte[]> consumed(String topic, TestRecord<String, byte[]> record) {
            return new ConsumerRecord<>(
                    topic,
                    0,
                    0,
                    record.timestamp(),
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    record.key(),
                    record.value(),
                    record.headers(),
                    Optional.empty());
        }
    }
}
