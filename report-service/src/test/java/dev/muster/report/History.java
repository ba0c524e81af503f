package dev.muster.report;

import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.StandupTick;
import dev.muster.events.TickPassedOver;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Events of one run, as its history has them. */
record History(String runId) {

    static final Instant OPENED = Instant.parse("2026-11-20T07:00:00Z");
    static final Instant CLOSED = Instant.parse("2026-11-20T09:00:00Z");

    static final String NAME = "Daily standup";
    static final String CHANNEL = "C0GENERAL";
    static final String ADA = "U0ADA";
    static final String BEN = "U0BEN";
    static final String CLEO = "U0CLEO";
    static final String DAN = "U0DAN";
    static final String STRANGER = "U0STRANGER";

    StandupRunEvent opened(String... members) {
        return opened(List.of(members));
    }

    StandupRunEvent opened(List<String> members) {
        return new RunOpened(
                runId, NAME, CHANNEL, List.of("What?", "Next?"), members, ZoneId.of("Europe/Prague"), OPENED, null);
    }

    StandupRunEvent reminded() {
        return new RunReminded(runId, OPENED.plusSeconds(60));
    }

    StandupRunEvent answered(String user, long sequence, String text) {
        return new AnswersRecorded(runId, user, answers(text), sequence, OPENED.plusSeconds(sequence));
    }

    StandupRunEvent skipped(String user, long sequence) {
        return new MemberSkipped(runId, user, sequence, OPENED.plusSeconds(sequence));
    }

    StandupRunEvent closed() {
        return new RunClosed(runId, CLOSED);
    }

    StandupRunEvent passedOver(String user) {
        return new InteractionPassedOver(runId, user, "skip:1", "unknown_standup");
    }

    StandupRunEvent tickPassedOver() {
        return new TickPassedOver(runId, runId + "|CLOSE", StandupTick.Phase.CLOSE, "unknown_standup");
    }

    /** A run with all that can happen, before its closing and after. */
    List<StandupRunEvent> inFull() {
        return List.of(
                opened(ADA, BEN, CLEO, DAN),
                answered(ADA, 1, "docs"),
                reminded(),
                skipped(BEN, 2),
                answered(CLEO, 3, "tests"),
                answered(ADA, 4, "better docs"),
                closed(),
                skipped(DAN, 5),
                answered(BEN, 6, "after all"),
                answered(CLEO, 7, "better tests"));
    }

    static List<Answer> answers(String text) {
        return List.of(new Answer("What?", text), new Answer("Next?", ""));
    }
}
