package dev.muster.report;

import static dev.muster.report.History.ADA;
import static dev.muster.report.History.BEN;
import static dev.muster.report.History.CLEO;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.muster.events.MemberParticipation;
import dev.muster.events.PostRequested;
import dev.muster.events.StandupReport;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.Topic;
import dev.muster.events.kafka.DeadLetter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.util.FileSystemUtils;

/** The service as it runs, on a real broker: what a test driver cannot show. */
class ReportServiceTest {

    private static final String BROKERS = requireNonNull(System.getProperty("spring.kafka.bootstrap-servers"));
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String DEAD_LETTERS = "report-service.dlt";

    private final String runId = "t-" + UUID.randomUUID().toString().substring(0, 13) + "|2026-11-20";
    private final History run = new History(runId);
    private final RunLog log = new RunLog(BROKERS, runId);
    private final List<ConfigurableApplicationContext> services = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final Path state;

    ReportServiceTest(@TempDir Path directory) {
        state = directory.resolve("state");
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        services.forEach(ConfigurableApplicationContext::close);
        log.close();
    }

    @Test
    void reportIsPublishedWithItsPostsAndTheParticipation() throws Exception {
        var service = start();

        publish(run.opened(ADA, BEN, CLEO), run.answered(ADA, 1, "docs"), run.skipped(BEN, 2), run.closed());

        soon(() -> assertThat(reports()).hasSize(1));
        assertThat(reports()).containsExactly(requireNonNull(PlainReport.of(log.history, 1)));
        soon(() -> assertThat(posts()).extracting(PostRequested::part).containsExactly(PostRequested.SUMMARY, ADA));
        soon(() -> assertThat(participation())
                .extracting(MemberParticipation::userId, MemberParticipation::answered)
                .containsExactlyInAnyOrder(tuple(ADA, 1), tuple(BEN, 0), tuple(CLEO, 0)));
        assertThat(service.getBean(ReportStreams.class).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void processKilledInTheMiddleOfATransactionPublishesOneReport() throws Exception {
        var process = startProcess(
                "--spring.kafka.streams.properties.commit.interval.ms=600000",
                "--spring.kafka.streams.properties.producer.transaction.timeout.ms=800000");
        publish(run.opened(ADA, BEN), run.answered(ADA, 1, "docs"), run.closed());
        soon(() -> assertThat(log.reports("read_uncommitted")).hasSize(1));
        assertThat(reports()).isEmpty();

        process.destroyForcibly().waitFor();
        start();

        soon(() -> assertThat(reports()).hasSize(1));
        publish(run.answered(BEN, 2, "late"));
        soon(() -> assertThat(reports()).hasSize(2));
        assertThat(reports()).extracting(StandupReport::revision).containsExactly(1, 2);
        soon(() -> assertThat(posts())
                .extracting(PostRequested::part, PostRequested::revision)
                .containsExactly(
                        tuple(PostRequested.SUMMARY, 1),
                        tuple(ADA, 1),
                        tuple(PostRequested.SUMMARY, 2),
                        tuple(BEN, 2)));
        // What was not committed stays in the log; a session that lapses meanwhile leaves more of it.
        assertThat(log.reports("read_uncommitted"))
                .extracting(StandupReport::revision)
                .containsOnly(1, 2)
                .containsSubsequence(1, 1, 2);
    }

    @Test
    void stateIsRestoredWhereItsDirectoryIsGone() throws Exception {
        var before = start();
        publish(run.opened(ADA, BEN), run.answered(ADA, 1, "docs"), run.closed());
        soon(() -> assertThat(reports()).hasSize(1));
        soon(() -> assertThat(participation()).hasSize(2));
        before.close();

        assertThat(FileSystemUtils.deleteRecursively(state.toFile())).isTrue();
        start();
        publish(run.closed(), run.answered(ADA, 1, "docs"), run.answered(BEN, 2, "late"));

        soon(() -> assertThat(reports()).hasSize(2));
        assertThat(reports().getLast()).isEqualTo(PlainReport.of(log.history, 2));
        soon(() -> assertThat(posts())
                .extracting(PostRequested::part, PostRequested::revision)
                .hasSize(4)
                .endsWith(tuple(PostRequested.SUMMARY, 2), tuple(BEN, 2)));
        soon(() -> assertThat(participation()).hasSize(3));
        assertThat(participation().getLast().answered()).isEqualTo(1);
        assertThat(participation().getLast().asked()).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsADeadLetterAndTheNextGoesOn() throws Exception {
        start();
        var partition = publish(run.opened(ADA)).partition();
        var key = (runId + "\u00ff").getBytes(ISO_8859_1);
        var garbage = new ProducerRecord<>(Topic.STANDUP_RUNS, partition, key, "garbage \u0000".getBytes(UTF_8));
        garbage.headers().add("x-origin", "somewhere".getBytes(UTF_8));

        var place = log.send(garbage);
        log.send(new ProducerRecord<>(Topic.STANDUP_RUNS, partition, runId.getBytes(UTF_8), new byte[3_000_000]));
        publish(run.answered(ADA, 1, "docs"), run.closed());

        soon(() -> assertThat(reports()).hasSize(1));
        assertThat(reports()).containsExactly(requireNonNull(PlainReport.of(log.history, 1)));
        soon(() -> assertThat(letters()).hasSize(2));
        var letters = letters();
        assertThat(letters).allMatch(letter -> letter.partition() == partition);
        var letter = letters.getFirst();
        assertThat(letter.value()).isEqualTo(garbage.value());
        assertThat(header(letter, "x-origin")).asString(UTF_8).isEqualTo("somewhere");
        assertThat(header(letter, KafkaHeaders.DLT_ORIGINAL_TOPIC))
                .asString(UTF_8)
                .isEqualTo(Topic.STANDUP_RUNS);
        assertThat(ByteBuffer.wrap(header(letter, KafkaHeaders.DLT_ORIGINAL_OFFSET))
                        .getLong())
                .isEqualTo(place.offset());
        assertThat(letters.getLast().value()).isNull();
        assertThat(header(letters.getLast(), DeadLetter.BYTES_LEFT_OUT))
                .asString(UTF_8)
                .isEqualTo("3000000");
    }

    @Test
    void reportOfManyLongAnswersIsPublishedWhole() throws Exception {
        start();
        var members = Stream.iterate(0, i -> i + 1)
                .limit(100)
                .map(i -> "U%04d".formatted(i))
                .toList();
        publish(run.opened(members));
        for (var i = 0; i < members.size(); i++) {
            publish(run.answered(members.get(i), i, "語".repeat(3000)));
        }
        publish(run.closed());

        soon(() -> assertThat(reports()).hasSize(1));
        assertThat(reports().getFirst().entries()).hasSize(100);
        soon(() -> assertThat(posts()).hasSize(101));
    }

    private static void soon(ThrowingRunnable assertion) {
        await().atMost(SOON).ignoreExceptions().untilAsserted(assertion);
    }

    private ConfigurableApplicationContext start(String... more) {
        var service = new SpringApplicationBuilder(ReportService.class).run(arguments(more));
        services.add(service);
        return service;
    }

    private Process startProcess(String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                requireNonNull(System.getProperty("java.class.path")),
                ReportService.class.getName()));
        command.addAll(List.of(arguments(more)));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(state.resolveSibling("process.log").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private String[] arguments(String... more) {
        return Stream.concat(
                        Stream.of(
                                "--server.port=0",
                                "--muster.kafka.bootstrap=" + BROKERS,
                                "--muster.kafka.replication=1",
                                "--muster.kafka.min-in-sync=1",
                                "--muster.report.state-dir=" + state,
                                "--spring.kafka.streams.properties.session.timeout.ms=6000"),
                        Arrays.stream(more))
                .toArray(String[]::new);
    }

    private RecordMetadata publish(StandupRunEvent... events) throws Exception {
        return log.publish(events);
    }

    private List<StandupReport> reports() {
        return log.reports("read_committed");
    }

    private List<PostRequested> posts() {
        return log.events(Topic.STANDUP_POSTS, "read_committed", PostRequested.class);
    }

    private List<ConsumerRecord<String, byte[]>> letters() {
        return log.records(DEAD_LETTERS, "read_committed").stream()
                .filter(letter -> requireNonNull(letter.key()).startsWith(runId))
                .toList();
    }

    private List<MemberParticipation> participation() {
        return log.events(Topic.STANDUP_PARTICIPATION, "read_committed", MemberParticipation.class);
    }

    private static byte[] header(ConsumerRecord<?, ?> record, String name) {
        return record.headers().lastHeader(name).value();
    }
}
