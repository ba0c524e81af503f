package dev.muster.gateway.clock;

import dev.muster.events.Standup;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The standup that is there from the beginning, under the id {@code daily}.
 *
 * @param channel the Slack id of its channel, empty where there shall be no such standup
 * @param name what people call it
 * @param questions what is asked, separated by {@code |}
 * @param days on which it takes place by itself
 * @param askAt when the members are asked
 * @param remindAt when the silent are reminded, empty where they are not
 * @param reportAt when the report is posted
 * @param zone whose clock and calendar count
 * @param enabled whether it takes place by itself at all
 */
@Validated
@ConfigurationProperties("muster.standup")
record StandupSettings(
        @Pattern(
                regexp = "([A-Z0-9]{2,40})?",
                message = "must be the Slack id of a channel, such as C0123456789, or empty for no standup")
        String channel,

        String name,
        String questions,
        Set<DayOfWeek> days,

        @Pattern(regexp = TIME, message = "must be a time such as 08:00") String askAt,

        @Pattern(regexp = "(" + TIME + ")?", message = "must be a time such as 09:30, or empty for no reminder")
        String remindAt,

        @Pattern(regexp = TIME, message = "must be a time such as 10:00") String reportAt,

        ZoneId zone,
        boolean enabled) {

    private static final String ID = "daily";
    private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d";

    @AssertTrue(message = "is false: muster.standup.name must have 1 to 80 characters, and none that cannot be seen") boolean isNameUsable() {
        return StandupRules.reasonAgainstName(name.strip()).isEmpty();
    }

    @AssertTrue(
            message =
                    "is false: muster.standup.questions must be one to ten, separated by |, of 1 to 300 characters each")
    boolean isQuestionsUsable() {
        var all = allQuestions();
        return all.size() <= StandupRules.MOST_QUESTIONS
                && all.stream().allMatch(question -> StandupRules.reasonAgainstQuestion(question)
                        .isEmpty());
    }

    @AssertTrue(message = "is false: muster.standup.report-at must be later than muster.standup.ask-at") boolean isReportAfterAsk() {
        return !areTimes(askAt, reportAt) || time(askAt).isBefore(time(reportAt));
    }

    @AssertTrue(
            message =
                    "is false: muster.standup.remind-at must be between muster.standup.ask-at and muster.standup.report-at")
    boolean isReminderBetween() {
        return !areTimes(askAt, remindAt, reportAt)
                || (time(askAt).isBefore(time(remindAt)) && time(remindAt).isBefore(time(reportAt)));
    }

    /** The standup, unless there shall be none. */
    Optional<Standup> standup() {
        return channel.isEmpty()
                ? Optional.empty()
                : Optional.of(new Standup(
                        ID,
                        name.strip(),
                        channel,
                        allQuestions(),
                        days.stream().sorted().toList(),
                        time(askAt),
                        remindAt.isEmpty() ? null : time(remindAt),
                        time(reportAt),
                        zone,
                        enabled));
    }

    private List<String> allQuestions() {
        return Stream.of(questions.split("\\|", -1)).map(String::strip).toList();
    }

    private static boolean areTimes(String... texts) {
        return Stream.of(texts).allMatch(text -> text.matches(TIME));
    }

    private static LocalTime time(String text) {
        return LocalTime.parse(text);
    }
}
