package dev.muster.slack.run;

import static java.util.Collections.reverse;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.MemberSkipped;
import dev.muster.events.PromptRequested;
import dev.muster.events.PromptRequested.Kind;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.view.Generation;
import dev.muster.slack.run.RunDocuments.Said;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RunsTest {

    private static final MongoServer STORE = new MongoServer(new MemoryBackend());
    private static final String RUN = "daily|2026-11-20";
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");

    private static final List<StandupRunEvent> HISTORY = List.of(
            new RunClosed(RUN, NOON),
            new RunOpened(RUN, "Daily", "C1", List.of("Done?"), List.of("U1", "U2"), UTC, NOON, null),
            new RunOpened(RUN, "Another", "C2", List.of("Other?"), List.of("U3"), UTC, NOON, null),
            new AnswersRecorded(RUN, "U1", List.of(new Answer("Done?", "Later")), 9, NOON),
            new AnswersRecorded(RUN, "U1", List.of(new Answer("Done?", "Earlier")), 8, NOON),
            new MemberSkipped(RUN, "U1", 10, NOON),
            new MemberSkipped(RUN, "U2", 11, NOON),
            new RunClosed(RUN, NOON),
            new RunClosed(RUN, NOON));

    private final RunDocuments runs = new RunDocuments(new Generation(
            MongoClients.create(
                            STORE.getLocalAddress() == null
                                    ? STORE.bindAndGetConnectionString()
                                    : "mongodb://127.0.0.1:"
                                            + STORE.getLocalAddress().getPort())
                    .getDatabase("d" + System.nanoTime()),
            1));

    @AfterAll
    static void close() {
        STORE.shutdownNow();
    }

    @Test
    void aHistoryIsFoldedByTheRules() {
        replay();

        assertHistory();
    }

    @Test
    void readingItAgainChangesNothing() {
        replay();
        replay();

        assertHistory();
    }

    @Test
    void whatIsOlderThanTheRetentionIsForgotten() {
        replay();
        var later = "daily|2026-11-21";
        take(new RunOpened(later, "Daily", "C1", List.of("Done?"), List.of("U1"), UTC, NOON.plusSeconds(1), null), 20);
        take(new MemberSkipped(later, "U1", 21, NOON), 21);

        runs.forgetBefore(NOON.plusSeconds(1));

        assertThat(find(RUN)).isEmpty();
        assertThat(participation(RUN, "U1").isSilent()).isTrue();
        assertThat(find(later)).isPresent();
        assertThat(participation(later, "U1").hasSkipped()).isTrue();
    }

    @Test
    void aFormCanBeOpenedBeforeTheOpeningIsRead() {
        runs.asked(new PromptRequested(RUN, "U1", Kind.ASK, "Daily", "C1", List.of("Done?"), UTC, null), NOON);

        assertThat(find(RUN)).get().extracting(Run::questions).isEqualTo(List.of("Done?"));
        replay();
        assertHistory();
    }

    @Test
    void whatComesBeforeTheOpeningOrIsNoMembersCountsForNothing() {
        take(HISTORY.get(3), 0);
        take(HISTORY.get(1), 1);
        take(new MemberSkipped(RUN, "U3", 2, NOON), 2);

        assertThat(participation(RUN, "U1").isSilent()).isTrue();
        assertThat(participation(RUN, "U3").isSilent()).isTrue();
    }

    @Test
    void ofTwoAnswersTheGreatestSequenceCountsInEitherOrder() {
        var answers = new ArrayList<>(HISTORY.subList(3, 5));
        reverse(answers);
        take(HISTORY.get(1), 0);

        for (var i = 0; i < answers.size(); i++) {
            take(answers.get(i), i + 1);
        }

        assertThat(participation(RUN, "U1").answers()).containsExactly(new Answer("Done?", "Later"));
    }

    @Test
    void membersFindTheirRuns() {
        replay();

        assertThat(of("U2", NOON.minusSeconds(1))).extracting(Run::runId).containsExactly(RUN);
        assertThat(of("U2", NOON.plusSeconds(1))).isEmpty();
        assertThat(of("U3", NOON.minusSeconds(1))).isEmpty();
    }

    @Test
    void aHistoryReadAtOnceComesToTheSame() {
        runs.take(IntStream.range(0, HISTORY.size())
                .mapToObj(i -> new Said(HISTORY.get(i), i))
                .toList());

        assertHistory();
    }

    private void take(StandupRunEvent event, long offset) {
        runs.take(List.of(new Said(event, offset)));
    }

    private Optional<Run> find(String runId) {
        return runs.find(runId).blockOptional();
    }

    private Participation participation(String runId, String userId) {
        return runs.participation(runId, userId).blockOptional().orElse(Participation.NONE);
    }

    private List<Run> of(String userId, Instant since) {
        return runs.of(userId, since).collectList().blockOptional().orElseThrow();
    }

    private void replay() {
        for (var i = 0; i < HISTORY.size(); i++) {
            take(HISTORY.get(i), i);
        }
    }

    private void assertHistory() {
        var run = find(RUN).orElseThrow();
        assertThat(run.name()).isEqualTo("Daily");
        assertThat(run.members()).containsExactly("U1", "U2");
        assertThat(run.closedAt()).isEqualTo(7);
        var one = participation(RUN, "U1");
        assertThat(one.answers()).containsExactly(new Answer("Done?", "Later"));
        assertThat(one.hasSkipped()).isFalse();
        assertThat(one.answeredAt()).isEqualTo(3);
        assertThat(participation(RUN, "U2").hasSkipped()).isTrue();
        assertThat(participation(RUN, "U3").isSilent()).isTrue();
    }
}
