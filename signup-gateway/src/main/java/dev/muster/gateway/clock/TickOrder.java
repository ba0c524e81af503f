package dev.muster.gateway.clock;

import dev.muster.events.Standup;
import dev.muster.events.StandupTick;
import dev.muster.events.StandupTick.Phase;
import dev.muster.gateway.clock.TickOrder.Verdict.Accepted;
import dev.muster.gateway.clock.TickOrder.Verdict.Refused;
import dev.muster.gateway.web.Fields;
import dev.muster.gateway.web.InvalidField;
import dev.muster.gateway.web.StrictJson;
import dev.muster.gateway.web.StrictJson.UnreadableBody;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an order to fire a tick by hand must be like. */
final class TickOrder {

    private static final Set<String> FIELDS = Set.of("phase", "date");

    private TickOrder() {}

    /** What becomes of an order. */
    sealed interface Verdict {

        /** It is for a tick. */
        record Accepted(StandupTick tick) implements Verdict {}

        /** It cannot be taken as it is. */
        record Refused(List<InvalidField> errors) implements Verdict {}
    }

    /**
     * Checks an order for a standup: the phase, and the day, which is the standup's own today unless another is named.
     *
     * @param canAsk whether the bot is in the standup's channel: else nobody can be asked
     */
    static Verdict check(Standup standup, byte[] body, Instant now, boolean canAsk) {
        try {
            return check(standup, new Fields(StrictJson.object(body), FIELDS), now, canAsk);
        } catch (UnreadableBody e) {
            return new Refused(List.of(new InvalidField("#", e.reason())));
        }
    }

    private static Verdict check(Standup standup, Fields fields, Instant now, boolean canAsk) {
        var today = LocalDate.ofInstant(now, standup.zone());
        var phase = fields.requiredText("phase").flatMap(text -> phase(fields, text));
        var date =
                fields.text("date").flatMap(text -> date(fields, text, today)).orElse(today);
        if (phase.equals(Optional.of(Phase.ASK)) && !canAsk) {
            fields.refuse("phase", "error.tick.channel");
        }
        return phase.isPresent() && fields.errors().isEmpty()
                ? new Accepted(new StandupTick(standup, date, phase.get(), now))
                : new Refused(fields.errors());
    }

    private static Optional<Phase> phase(Fields fields, String text) {
        var phase = Stream.of(Phase.values())
                .filter(each -> each.name().equals(text))
                .findFirst();
        if (phase.isEmpty()) {
            fields.refuse("phase", "error.tick.phase");
        }
        return phase;
    }

    private static Optional<LocalDate> date(Fields fields, String text, LocalDate today) {
        try {
            var date = LocalDate.parse(text);
            if (!date.isBefore(today.minusYears(1)) && !date.isAfter(today.plusYears(1))) {
                return Optional.of(date);
            }
            fields.refuse("date", "error.tick.date.far");
        } catch (DateTimeException e) {
            fields.refuse("date", "error.tick.date");
        }
        return Optional.empty();
    }
}
