package dev.muster.standup;

import static dev.muster.events.StandupTick.Phase.ASK;

import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.ChannelRoster;
import dev.muster.events.Envelope;
import dev.muster.events.MemberProfile;
import dev.muster.events.MemberSkipped;
import dev.muster.events.MusterEvent;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.Standup;
import dev.muster.events.StandupTick;
import dev.muster.events.StandupTick.Phase;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A team with ids of its own: Mara, Noor and Yuki, a bot, and somebody who left. Its day is a made-up one. */
public final class Team {

    /** The made-up day. */
    public static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    /** When its members are asked. */
    public static final Instant ASKED = Instant.parse("2026-11-20T07:00:00Z");

    private final String token = UUID.randomUUID().toString().substring(0, 8);

    private final LocalDate day;

    public final String id = "daily-" + token;
    public final String channel = "C0" + token.toUpperCase(Locale.ROOT);
    public final String run;
    public final String mara = user("MARA");
    public final String noor = user("NOOR");
    public final String yuki = user("YUKI");
    public final String bot = user("BOT");
    public final String gone = user("GONE");

    public Team() {
        this(DAY);
    }

    /** A team whose day is another one. */
    Team(LocalDate day) {
        this.day = day;
        this.run = id + "|" + day;
    }

    /** The same text for every team. */
    public String withoutIds(String text) {
        return text.replace(token, "").replace(token.toUpperCase(Locale.ROOT), "");
    }

    Standup standup() {
        return new Standup(
                id,
                "Daily standup",
                channel,
                List.of("Yesterday?", "Today?"),
                List.of(DayOfWeek.FRIDAY),
                LocalTime.of(8, 0),
                LocalTime.of(9, 30),
                LocalTime.of(10, 0),
                ZoneId.of("Europe/Prague"),
                true);
    }

    ChannelRoster roster() {
        return new ChannelRoster(channel, "general", List.of(yuki, bot, mara, gone, noor));
    }

    List<MemberProfile> profiles() {
        return List.of(
                new MemberProfile(mara, "mara", "Mara Lindqvist", "", icon("mara"), false, false),
                new MemberProfile(noor, "noor", "Noor Haddad", "Noor", icon("noor"), false, false),
                new MemberProfile(yuki, "yuki", "", "", icon("yuki"), false, false),
                new MemberProfile(bot, "muster", "Muster", "", "", true, false),
                new MemberProfile(gone, "gone", "Somebody Else", "", "", false, true));
    }

    Envelope<StandupTick> tick(Phase phase) {
        return tick(phase, standup().dueAt(phase, day).orElseThrow());
    }

    Envelope<StandupTick> tick(Phase phase, Instant dueAt) {
        return from(run + "|" + phase, new StandupTick(standup(), day, phase, dueAt));
    }

    Envelope<RunOpened> opened(String... members) {
        return from(
                run + "|ASK:opened",
                new RunOpened(
                        run,
                        "Daily standup",
                        channel,
                        standup().questions(),
                        List.of(members),
                        standup().zone(),
                        standup().dueAt(ASK, day).orElseThrow(),
                        standup().dueAt(Phase.CLOSE, day).orElseThrow()));
    }

    Envelope<RunReminded> reminded() {
        return from(run + "|REMIND:reminded", new RunReminded(run, ASKED.plusSeconds(5400)));
    }

    Envelope<RunClosed> closed() {
        return from(run + "|CLOSE:closed", new RunClosed(run, ASKED.plusSeconds(7200)));
    }

    Envelope<AnswersRecorded> answered(String user, String today, long sequence) {
        return from(
                "answers:" + user + ":" + sequence + ":recorded",
                new AnswersRecorded(run, user, answers(today), sequence, ASKED.plusSeconds(sequence)));
    }

    Envelope<MemberSkipped> skipped(String user, long sequence) {
        return from(
                "skip:" + user + ":" + sequence + ":recorded",
                new MemberSkipped(run, user, sequence, ASKED.plusSeconds(sequence)));
    }

    static List<Answer> answers(String today) {
        return List.of(new Answer("Yesterday?", ""), new Answer("Today?", today));
    }

    /** Events are as old as the test: a broker takes none of tomorrow, and keeps none of years ago. */
    static <E extends MusterEvent> Envelope<E> from(String id, E event) {
        return new Envelope<>(id, "/test", Instant.now(), event);
    }

    private String user(String name) {
        return "U0" + name + token.toUpperCase(Locale.ROOT);
    }

    private static String icon(String name) {
        return "https://avatars.example.org/" + name + "_48.png";
    }
}
