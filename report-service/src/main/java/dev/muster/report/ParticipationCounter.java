package dev.muster.report;

import dev.muster.events.Envelope;
import dev.muster.events.MemberParticipation;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Counts how each member took part in each standup, and tells it where the figures change. */
final class ParticipationCounter extends ContextualProcessor<String, Attendance, String, Envelope<?>> {

    /** The store of members' days, by standup and member. */
    static final String PARTICIPATION = "participation";

    @Override
    public void process(Record<String, Attendance> record) {
        var attendance = record.value();
        var before = store().get(record.key());
        var after = Objects.requireNonNullElse(before, Participation.NONE).plus(attendance);
        if (after.equals(before)) {
            return;
        }
        store().put(record.key(), after);
        var figures = after.of(attendance.standupId(), attendance.userId());
        if (before == null || !figures.equals(before.of(attendance.standupId(), attendance.userId()))) {
            context()
                    .forward(new Record<>(
                            figures.key(), envelope(figures, attendance), record.timestamp(), record.headers()));
        }
    }

    private static Envelope<MemberParticipation> envelope(MemberParticipation figures, Attendance cause) {
        return new Envelope<>(
                "participation:%s:%s:%s:%d"
                        .formatted(cause.standupId(), cause.userId(), cause.date(), cause.revision()),
                Revision.SOURCE,
                cause.at(),
                figures);
    }

    private KeyValueStore<String, Participation> store() {
        return context().getStateStore(PARTICIPATION);
    }
}
