package dev.muster.events;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One event of each type. The files that hold their bytes are never edited: what they hold has been published. */
final class GoldenEvents {

    static final Instant TIME = Instant.parse("2026-11-20T08:00:00.123Z");

    private static final String SIGNUP_ID = "abcdefghijklmnopqrstuvwx27";
    private static final String RUN = "daily|2026-11-20";
    private static final String CHANNEL = "C0GENERAL";
    private static final String REPLAY = "20261120-080000-3f9a";
    private static final String MARA = "U0MARA";
    private static final String YUKI = "U0YUKI";
    private static final ZoneId ZONE = ZoneId.of("Europe/Prague");
    private static final List<Answer> ANSWERS = List.of(
            new Answer("What did you work on yesterday?", "Zoë's <review> & more"), new Answer("Any impediments?", ""));
    private static final List<String> QUESTIONS =
            ANSWERS.stream().map(Answer::question).toList();

    private static final Standup STANDUP = new Standup(
            "daily",
            "Daily standup",
            CHANNEL,
            QUESTIONS,
            List.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            LocalTime.of(8, 0),
            LocalTime.of(9, 30),
            LocalTime.of(10, 0),
            ZONE,
            true);

    private GoldenEvents() {}

    static Stream<Envelope<?>> all() {
        return Stream.of(
                from(
                        "signup-gateway",
                        "0f8fad5b-d9cb-469f-a165-70867728950e",
                        new UserSignedUp(SIGNUP_ID, "zoë+slack@example.org", "Zoë", "van der Berg")),
                from(
                        "slack-service",
                        "0f8fad5b:invite:2",
                        new InviteOutcome(
                                SIGNUP_ID,
                                new EffectOutcome(
                                        "invite:" + SIGNUP_ID,
                                        "",
                                        "0f8fad5b",
                                        42,
                                        2,
                                        EffectOutcome.Status.WAITING,
                                        "timeout",
                                        "no answer within 13000 ms",
                                        TIME,
                                        TIME.plusSeconds(13),
                                        TIME.plusSeconds(20),
                                        null))),
                from(
                        "crm-service",
                        "0f8fad5b:contact:1",
                        new ContactOutcome(
                                SIGNUP_ID,
                                succeeded("contact:" + SIGNUP_ID, "9f86d081884c7d65", "0f8fad5b", "created", "17"))),
                from(
                        "slack-service",
                        "7f3a1c52",
                        new ProviderPaused(
                                OutsideSystem.SLACK,
                                "ratelimited",
                                "Slack answered 429",
                                TIME.minusSeconds(10),
                                TIME.plusSeconds(30))),
                from("crm-service", "7f3a1c53", new ProviderResumed(OutsideSystem.CRM, TIME.minusSeconds(10))),
                from("signup-gateway", "daily:1", new StandupDefined(STANDUP)),
                from(
                        "signup-gateway",
                        RUN + "|ASK",
                        new StandupTick(STANDUP, LocalDate.of(2026, 11, 20), StandupTick.Phase.ASK, TIME)),
                from(
                        "slack-service",
                        "profile:" + MARA,
                        new MemberProfile(
                                MARA,
                                "mara",
                                "Mara Lindqvist",
                                "",
                                "https://avatars.example.org/mara_48.png",
                                false,
                                false)),
                from("slack-service", "roster:" + CHANNEL, new ChannelRoster(CHANNEL, "general", List.of(MARA, YUKI))),
                from("slack-service", "answers:V1:1", new AnswersSubmitted(RUN, MARA, ANSWERS, TIME)),
                from("slack-service", "skip:1", new DaySkipped(RUN, YUKI, TIME)),
                from(
                        "standup-service",
                        RUN + "|ASK:opened",
                        new RunOpened(
                                RUN,
                                "Daily standup",
                                CHANNEL,
                                QUESTIONS,
                                List.of(MARA, YUKI),
                                ZONE,
                                TIME,
                                TIME.plusSeconds(7200))),
                from("standup-service", RUN + "|REMIND:reminded", new RunReminded(RUN, TIME)),
                from("standup-service", "answers:V1:1:recorded", new AnswersRecorded(RUN, MARA, ANSWERS, 42, TIME)),
                from("standup-service", "skip:1:recorded", new MemberSkipped(RUN, YUKI, 43, TIME)),
                from(
                        "standup-service",
                        "skip:2:passed-over",
                        new InteractionPassedOver(RUN, YUKI, "skip:2", "unknown_standup")),
                from(
                        "standup-service",
                        RUN + "|CLOSE:passed-over",
                        new TickPassedOver(RUN, RUN + "|CLOSE", StandupTick.Phase.CLOSE, "unknown_standup")),
                from("standup-service", RUN + "|CLOSE:closed", new RunClosed(RUN, TIME)),
                from(
                        "standup-service",
                        "prompt:" + RUN + ":" + MARA + ":ask",
                        new PromptRequested(
                                RUN,
                                MARA,
                                PromptRequested.Kind.ASK,
                                "Daily standup",
                                CHANNEL,
                                QUESTIONS,
                                ZONE,
                                TIME.plusSeconds(7200))),
                from(
                        "standup-service",
                        RUN + "|CLOSE:closed:" + MARA,
                        new PromptClosed(RUN, MARA, "Daily standup", ANSWERS, false, 44)),
                from(
                        "report-service",
                        "report:" + RUN + ":2",
                        new StandupReport(
                                RUN,
                                2,
                                "Daily standup",
                                CHANNEL,
                                List.of(new ReportEntry(MARA, ANSWERS, true)),
                                List.of(YUKI),
                                List.of(),
                                TIME)),
                from(
                        "report-service",
                        "post:" + RUN + ":" + MARA + ":2",
                        new PostRequested(
                                RUN, MARA, 2, "Daily standup", CHANNEL, null, new ReportEntry(MARA, ANSWERS, true))),
                from(
                        "slack-service",
                        "prompt:" + RUN + ":" + MARA + ":ask:1",
                        new MessageDelivered(
                                succeeded(
                                        "prompt:" + RUN + ":" + MARA + ":ask",
                                        "",
                                        "prompt:" + RUN + ":" + MARA + ":ask",
                                        "sent",
                                        "D0MARA/1795161600.000100"),
                                "D0MARA",
                                "1795161600.000100")),
                from(
                        "slack-service",
                        "prompt:" + RUN + ":" + YUKI + ":ask:1",
                        new MessageFailed(new EffectOutcome(
                                "prompt:" + RUN + ":" + YUKI + ":ask",
                                "",
                                "prompt:" + RUN + ":" + YUKI + ":ask",
                                43,
                                1,
                                EffectOutcome.Status.REJECTED,
                                "user_disabled",
                                "Slack answered user_disabled",
                                TIME,
                                TIME.plusMillis(250),
                                null,
                                null))),
                from(
                        "report-service",
                        "participation:daily:" + MARA + ":2026-11-20",
                        new MemberParticipation("daily", MARA, LocalDate.of(2026, 11, 20), 20, 17, 1, 2)),
                from(
                        "signup-gateway",
                        REPLAY,
                        new ReplayRequested(
                                REPLAY,
                                ConsumerGroup.SLACK_INVITES,
                                Map.of("muster.signups-0", 12L, "muster.signups-1", 0L),
                                Map.of("muster.signups-0", 42L, "muster.signups-1", 7L),
                                List.of(SIGNUP_ID),
                                ReplayRequested.Mode.HEAL)),
                from("signup-gateway", REPLAY + ":cancelled", new ReplayCancelled(REPLAY)),
                from(
                        "slack-service",
                        REPLAY + ":muster.signups-0:17",
                        new ReplayProgressed(REPLAY, "muster.signups-0", 17, 42, 5, 2, 1, 0, "timeout")),
                from(
                        "slack-service",
                        REPLAY + ":muster.signups-0:17:found",
                        new ReplayFound(
                                REPLAY,
                                List.of(new ReplayFound.Finding("muster.signups-0@16", SIGNUP_ID, "would invite")))),
                from("slack-service", REPLAY + ":ended", new ReplayEnded(REPLAY, ReplayEnded.Ending.COMPLETED, "")));
    }

    private static EffectOutcome succeeded(String id, String version, String cause, String code, String externalId) {
        return new EffectOutcome(
                id,
                version,
                cause,
                42,
                1,
                EffectOutcome.Status.SUCCEEDED,
                code,
                null,
                TIME,
                TIME.plusMillis(250),
                null,
                externalId);
    }

    private static <E extends MusterEvent> Envelope<E> from(String service, String id, E event) {
        return new Envelope<>(id, "/muster/" + service, TIME, event);
    }
}
