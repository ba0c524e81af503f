package dev.muster.gateway.replay;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.gateway.web.Fields;
import dev.muster.gateway.web.InvalidField;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operator wants replayed.
 *
 * @param group whose handler is to do it
 * @param mode what is done
 * @param from where it begins
 * @param to where it ends
 * @param only the keys that it is about, empty for all
 */
record ReplayOrder(String group, Mode mode, Moment from, Moment to, List<String> only) {

    /** Those that can be ordered here; dead letters are redriven elsewhere. */
    static final List<Mode> MODES = List.of(Mode.HEAL, Mode.REBUILD, Mode.DRY_RUN);

    private static final Set<String> FIELDS = Set.of("group", "mode", "from", "to", "only");
    private static final int MOST_KEYS = 1000;
    private static final int LONGEST_TEXT = 200;

    /** A place in the log, as an operator names it. */
    sealed interface Moment {

        /** Before the first record that there is. */
        record Beginning() implements Moment {}

        /** After the last record that there is. */
        record Now() implements Moment {}

        /** Before what happened at that time or later. */
        record Time(Instant at) implements Moment {}

        /** At the event of that id. */
        record Event(String id) implements Moment {}
    }

    /** What becomes of an order. */
    sealed interface Verdict {

        /** It can be looked up in the log. */
        record Accepted(ReplayOrder order) implements Verdict {}

        /** It cannot be done. */
        record Refused(List<InvalidField> errors) implements Verdict {}
    }

    /** Checks an order, so that an operator hears of all that is wrong at once. */
    static Verdict check(ObjectNode body) {
        var fields = new Fields(body, FIELDS);
        var group = fields.requiredText("group").filter(text -> isGroup(fields, text));
        var mode = fields.requiredText("mode").flatMap(text -> mode(fields, text));
        var from = fields.text("from").map(ReplayOrder::moment);
        var to = fields.text("to").map(ReplayOrder::moment);
        var only = fields.texts("only", ReplayOrder::reasonAgainstKey);
        if (fields.size("only") > MOST_KEYS) {
            fields.refuse("only", "error.replay.keys");
        }
        if (mode.equals(Optional.of(Mode.REBUILD))) {
            Stream.of("from", "to", "only")
                    .filter(field -> !fields.isEmpty(field))
                    .forEach(field -> fields.refuse(field, "error.replay.rebuild"));
        }
        return group.isPresent() && mode.isPresent() && fields.errors().isEmpty()
                ? new Verdict.Accepted(new ReplayOrder(
                        group.get(),
                        mode.get(),
                        from.orElse(new Moment.Beginning()),
                        to.orElse(new Moment.Now()),
                        only.orElse(List.of())))
                : new Verdict.Refused(fields.errors());
    }

    private static boolean isGroup(Fields fields, String text) {
        if (text.equals(ConsumerGroup.REPORTS)) {
            fields.refuse("group", "error.replay.streams");
            return false;
        }
        if (!ConsumerGroup.all().contains(text)) {
            fields.refuse("group", "error.replay.group");
            return false;
        }
        return true;
    }

    private static Optional<Mode> mode(Fields fields, String text) {
        var mode = MODES.stream()
                .filter(each -> ShownReplay.nameOf(each).equals(text))
                .findFirst();
        if (mode.isEmpty()) {
            fields.refuse("mode", "error.replay.mode");
        }
        return mode;
    }

    /** What is neither a word of ours nor a time is looked for as an event. */
    private static Moment moment(String text) {
        if (text.equals("beginning")) {
            return new Moment.Beginning();
        }
        try {
            return new Moment.Time(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return new Moment.Event(text);
        }
    }

    private static Optional<String> reasonAgainstKey(String key) {
        return key.isBlank() || key.length() > LONGEST_TEXT ? Optional.of("error.replay.key") : Optional.empty();
    }
}
