package dev.muster.gateway.clock;

import dev.muster.events.Standup;
import dev.muster.gateway.clock.StandupRules.Verdict.Accepted;
import dev.muster.gateway.clock.StandupRules.Verdict.Refused;
import dev.muster.gateway.web.Characters;
import dev.muster.gateway.web.Fields;
import dev.muster.gateway.web.InvalidField;
import dev.muster.gateway.web.StrictJson;
import dev.muster.gateway.web.StrictJson.UnreadableBody;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a definition of a standup must be like. */
final class StandupRules {

    static final int MOST_QUESTIONS = 10;

    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_QUESTION = 300;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern CHANNEL = Pattern.compile("[A-Z0-9]{2,40}");
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
    private static final Set<DayOfWeek> WORKING_DAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    private static final Set<String> FIELDS =
            Set.of("id", "name", "channel", "questions", "days", "askAt", "remindAt", "reportAt", "zone", "enabled");

    private final Predicate<String> isBotIn;

    /** What becomes of a definition. */
    sealed interface Verdict {

        /** It defines a standup. */
        record Accepted(Standup standup) implements Verdict {}

        /** It cannot be taken as it is. */
        record Refused(List<InvalidField> errors) implements Verdict {}
    }

    /**
     * The rules of a workspace.
     *
     * @param isBotIn whether the bot is in a channel
     */
    StandupRules(Predicate<String> isBotIn) {
        this.isBotIn = isBotIn;
    }

    /** Checks a definition that was sent for an id, all of it, so that a person hears of all that is wrong at once. */
    Verdict check(String id, byte[] body) {
        try {
            return check(id, new Fields(StrictJson.object(body), FIELDS));
        } catch (UnreadableBody e) {
            return new Refused(List.of(new InvalidField("#", e.reason())));
        }
    }

    private Verdict check(String id, Fields fields) {
        checkId(id, fields);
        var name = fields.text("name").map(Characters::normal).orElse(id);
        reasonAgainstName(name).ifPresent(reason -> fields.refuse("name", reason));
        var channel = channel(fields);
        var questions = questions(fields);
        var days = days(fields);
        var askAt = fields.requiredText("askAt").flatMap(text -> time(fields, "askAt", text));
        var remindAt = fields.text("remindAt").flatMap(text -> time(fields, "remindAt", text));
        var reportAt = fields.requiredText("reportAt").flatMap(text -> time(fields, "reportAt", text));
        checkOrder(fields, askAt, remindAt, reportAt);
        var zone = fields.requiredText("zone").flatMap(text -> zone(fields, text));
        var enabled = fields.flag("enabled").orElse(true);

        var errors = fields.errors();
        return errors.isEmpty()
                ? new Accepted(new Standup(
                        id,
                        name,
                        channel.orElseThrow(),
                        questions,
                        days,
                        askAt.orElseThrow(),
                        remindAt.orElse(null),
                        reportAt.orElseThrow(),
                        zone.orElseThrow(),
                        enabled))
                : new Refused(errors);
    }

    private static void checkId(String id, Fields fields) {
        var given = fields.text("id");
        if (!ID.matcher(id).matches()) {
            fields.refuse("id", "error.standup.id");
        } else if (given.filter(text -> !text.equals(id)).isPresent()) {
            fields.refuse("id", "error.standup.id.other");
        }
    }

    private Optional<String> channel(Fields fields) {
        var channel = fields.requiredText("channel");
        channel.ifPresent(id -> {
            if (!CHANNEL.matcher(id).matches()) {
                fields.refuse("channel", "error.standup.channel");
            } else if (!isBotIn.test(id)) {
                fields.refuse("channel", "error.standup.channel.unknown");
            }
        });
        return channel;
    }

    private static List<String> questions(Fields fields) {
        var questions = fields.texts("questions", question -> reasonAgainstQuestion(Characters.normal(question)));
        if (fields.size("questions") > MOST_QUESTIONS) {
            fields.refuse("questions", "error.standup.questions.many");
        } else if (fields.isEmpty("questions")) {
            fields.refuse("questions", "error.standup.questions.none");
        }
        return questions.orElse(List.of()).stream().map(Characters::normal).toList();
    }

    private static List<DayOfWeek> days(Fields fields) {
        var seen = new HashSet<String>();
        return fields.texts("days", day -> reasonAgainstDay(day, seen))
                .map(days -> days.stream().map(DayOfWeek::valueOf))
                .orElseGet(WORKING_DAYS::stream)
                .sorted()
                .toList();
    }

    private static Optional<String> reasonAgainstDay(String day, Set<String> seen) {
        if (Stream.of(DayOfWeek.values()).noneMatch(each -> each.name().equals(day))) {
            return Optional.of("error.standup.day");
        }
        return seen.add(day) ? Optional.empty() : Optional.of("error.standup.day.twice");
    }

    private static Optional<LocalTime> time(Fields fields, String field, String text) {
        if (TIME.matcher(text).matches()) {
            return Optional.of(LocalTime.parse(text));
        }
        fields.refuse(field, "error.standup.time");
        return Optional.empty();
    }

    private static void checkOrder(
            Fields fields, Optional<LocalTime> askAt, Optional<LocalTime> remindAt, Optional<LocalTime> reportAt) {
        if (!isInOrder(askAt, reportAt)) {
            fields.refuse("reportAt", "error.standup.report");
        } else if (!isInOrder(askAt, remindAt) || !isInOrder(remindAt, reportAt)) {
            fields.refuse("remindAt", "error.standup.reminder");
        }
    }

    /** Times that are not there are in order. */
    private static boolean isInOrder(Optional<LocalTime> first, Optional<LocalTime> then) {
        return first.isEmpty() || then.isEmpty() || first.get().isBefore(then.get());
    }

    /** One of the time zone database, which everybody else knows too: not a bare offset. */
    private static Optional<ZoneId> zone(Fields fields, String text) {
        if (ZoneId.getAvailableZoneIds().contains(text)) {
            return Optional.of(ZoneId.of(text));
        }
        fields.refuse("zone", "error.standup.zone");
        return Optional.empty();
    }

    /** What is to be said against a name, as a key of the message bundle. */
    static Optional<String> reasonAgainstName(String name) {
        return reasonAgainst(name, LONGEST_NAME, "error.standup.name");
    }

    /** What is to be said against a question, as a key of the message bundle. */
    static Optional<String> reasonAgainstQuestion(String question) {
        return reasonAgainst(question, LONGEST_QUESTION, "error.standup.question");
    }

    private static Optional<String> reasonAgainst(String text, int longest, String kind) {
        if (text.codePoints().noneMatch(Characters::isVisible)) {
            return Optional.of(kind + ".blank");
        }
        if (text.codePointCount(0, text.length()) > longest) {
            return Optional.of(kind + ".long");
        }
        return text.codePoints().anyMatch(Characters::isDeceptive)
                ? Optional.of(kind + ".characters")
                : Optional.empty();
    }
}
