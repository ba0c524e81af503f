package dev.muster.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.events.ReplayFound.Finding;
import dev.muster.events.ReplayProgressed;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters that are tried again, against a real broker. */
class RedriveTest {

    private final Rig rig = new Rig();
    private final ToldLine line = new ToldLine(rig.group);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void unreadableLettersAreHandledOnceTheReaderIsMended() {
        rig.unreadable(0, "garbage 1");
        rig.unreadable(0, "garbage 2");
        rig.unreadable(3, "garbage 3");
        var log = rig.ends(rig.topic);
        var letters = rig.ends(rig.group + ".dlt");
        line.mended = true;
        rig.process(line);

        rig.redrive();

        rig.awaitEnd();
        assertThat(line.handled).containsExactlyInAnyOrder("garbage 1", "garbage 2", "garbage 3");
        assertThat(rig.findings())
                .extracting(Finding::record, Finding::key, Finding::says)
                .containsExactlyInAnyOrder(found(0, 0, "handled"), found(0, 1, "handled"), found(3, 0, "handled"));
        assertThat(rig.ends(rig.topic)).isEqualTo(log);
        assertThat(rig.ends(rig.group + ".dlt")).isEqualTo(letters);
    }

    @Test
    void whatWasSetAsideIsReadFromTheLogAndWhatIsGoneIsSaid() {
        rig.setAside(0, "set aside");
        rig.setAside(0, "never");
        rig.setAsideAndGone(0);
        rig.process(line);

        rig.redrive();

        rig.awaitEnd();
        assertThat(line.handled).containsExactly("set aside", "never");
        assertThat(rig.findings())
                .extracting(Finding::record, Finding::key, Finding::says)
                .containsExactly(
                        found(0, 0, "handled"),
                        found(0, 1, "rejected: invalid_email"),
                        found(0, 2, "no longer in the log"));
        assertThat(rig.progress().values())
                .extracting(ReplayProgressed::records, ReplayProgressed::called, ReplayProgressed::rejected)
                .containsExactly(tuple(2L, 1L, 1L));
    }

    @Test
    void onlyTheLettersThatAreNamedAreTriedAgain() {
        rig.setAside(0, "first");
        rig.setAside(0, "second");
        rig.setAside(1, "third");
        rig.process(line);

        rig.redrive("0@1", "1@0");

        rig.awaitEnd();
        assertThat(line.handled).containsExactlyInAnyOrder("second", "third");
        assertThat(rig.findings()).hasSize(2);
    }

    @Test
    void letterThatFailsAgainIsTriedSoOftenAndThenOnlyByName() {
        rig.unreadable(0, "garbage");
        rig.process(line);

        rig.redrive();
        rig.awaitEnd();
        assertThat(rig.findings()).extracting(Finding::says).containsExactly("dead letter again: no event");

        rig.redrive();
        rig.awaitEnd();
        assertThat(rig.findings())
                .extracting(Finding::says)
                .containsExactly("became a dead letter again: 0@1", "dead letter again: no event");

        rig.redrive();
        rig.awaitEnd();
        assertThat(rig.findings())
                .extracting(Finding::says)
                .endsWith("tried again 2 times before: only where it is named");
        assertThat(line.handled).hasSize(2);

        line.mended = true;
        rig.redrive("0@2");
        rig.awaitEnd();
        assertThat(rig.findings()).extracting(Finding::says).containsExactly("handled");
    }

    private Tuple found(int partition, long offset, String says) {
        return tuple(rig.group + ".dlt-" + partition + "@" + offset, "key", says);
    }
}
