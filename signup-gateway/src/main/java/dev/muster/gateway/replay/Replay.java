package dev.muster.gateway.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.muster.events.Envelope;
import dev.muster.events.ReplayCancelled;
import dev.muster.events.ReplayEnded;
import dev.muster.events.ReplayEvent;
import dev.muster.events.ReplayFound;
import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A replay as the log tells it: a fold of its events, all of which stand in one partition.
 *
 * @param request what was asked for
 * @param requestedAt when
 * @param parts how far it is in each partition, by its name
 * @param marks how much was done when, of the latest half minute
 * @param ending how it ended, where it has
 */
record Replay(
        ReplayRequested request,
        Instant requestedAt,
        SortedMap<String, Part> parts,
        List<Mark> marks,
        @Nullable Ending ending) {

    /** Long enough for a rate that a person can go by, short enough to forget an outage. */
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private static final Duration BETWEEN_MARKS = Duration.ofMillis(500);

    /** Where a replay stands. */
    enum State {
        /** Nobody has begun with it. */
        @JsonProperty("waiting")
        WAITING,
        /** It goes on. */
        @JsonProperty("running")
        RUNNING,
        /** It reached its end. */
        @JsonProperty("completed")
        COMPLETED,
        /** It cannot be done. */
        @JsonProperty("failed")
        FAILED,
        /** An operator stopped it. */
        @JsonProperty("cancelled")
        CANCELLED
    }

    /**
     * How far it is in a partition.
     *
     * @param begin the offset at which it begins there
     * @param last what was said last of it
     */
    record Part(long begin, ReplayProgressed last) {

        /** Never falls back: who was taken for dead may say late where it stood. */
        private Part plus(ReplayProgressed progress) {
            return progress.position() < last.position() ? this : new Part(begin, progress);
        }

        /** What is known of a partition by its first progress alone. */
        private static Part first(ReplayProgressed progress) {
            return new Part(Math.max(0, progress.position() - progress.records()), progress);
        }

        long all() {
            return Math.max(0, last.end() - begin);
        }

        long done() {
            return Math.clamp(last.position() - begin, 0, all());
        }
    }

    /** How much was done at a time. */
    record Mark(Instant at, long done) {}

    /** How it ended. */
    record Ending(State state, Instant at, String detail) {}

    Replay {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        marks = List.copyOf(marks);
    }

    /** A replay that was just asked for. */
    static Replay of(ReplayRequested request, Instant at) {
        var parts = new TreeMap<String, Part>();
        request.from().forEach((partition, from) -> {
            var end = Math.max(from, request.to().getOrDefault(partition, from));
            var nothing = new ReplayProgressed(request.replayId(), partition, from, end, 0, 0, 0, 0, null);
            parts.put(partition, new Part(from, nothing));
        });
        return new Replay(request, at, parts, List.of(), null);
    }

    /** The same after another event of it. */
    Replay plus(Envelope<? extends ReplayEvent> envelope) {
        return switch (envelope.event()) {
            // It was asked for already: whoever publishes the request twice means the same.
            case ReplayRequested _ -> this;
            case ReplayProgressed progress -> progressed(progress, envelope.time());
            case ReplayFound _ -> this;
            case ReplayCancelled _ -> ended(new Ending(State.CANCELLED, envelope.time(), ""));
            case ReplayEnded end ->
                ended(new Ending(
                        switch (end.ending()) {
                            case COMPLETED -> State.COMPLETED;
                            case FAILED -> State.FAILED;
                        },
                        envelope.time(),
                        end.detail()));
        };
    }

    private Replay progressed(ReplayProgressed progress, Instant at) {
        var next = new TreeMap<>(parts);
        next.compute(
                progress.partition(), (_, before) -> before == null ? Part.first(progress) : before.plus(progress));
        return new Replay(request, requestedAt, next, marksPlus(new Mark(at, sum(next, Part::done))), ending);
    }

    private List<Mark> marksPlus(Mark mark) {
        var next = new ArrayList<>(marks);
        // The last but one is far enough behind: the last only says how far it is now.
        if (next.size() > 1 && mark.at().isBefore(next.get(next.size() - 2).at().plus(BETWEEN_MARKS))) {
            next.removeLast();
        }
        next.removeIf(each -> each.at().isBefore(mark.at().minus(REMEMBERED)));
        next.add(mark);
        return next;
    }

    private Replay ended(Ending first) {
        return ending == null ? new Replay(request, requestedAt, parts, marks, first) : this;
    }

    State state() {
        if (ending != null) {
            return ending.state();
        }
        return marks.isEmpty() ? State.WAITING : State.RUNNING;
    }

    boolean isOver() {
        return ending != null;
    }

    /** How many offsets it goes over. */
    long all() {
        return sum(parts, Part::all);
    }

    /** How many of them it has gone over. */
    long done() {
        return sum(parts, Part::done);
    }

    /** The sum of a figure over all partitions. */
    long sum(ToLongFunction<ReplayProgressed> figure) {
        return sum(parts, part -> figure.applyAsLong(part.last()));
    }

    private static long sum(SortedMap<String, Part> parts, ToLongFunction<Part> figure) {
        return parts.values().stream().mapToLong(figure).sum();
    }

    /** How fast it was lately, or altogether where it is over; by the times of its own events. */
    OptionalDouble perSecond() {
        if (marks.isEmpty()) {
            return OptionalDouble.empty();
        }
        var first = ending == null && marks.size() > 1 ? marks.getFirst() : new Mark(requestedAt, 0);
        var last = marks.getLast();
        var millis = Duration.between(first.at(), last.at()).toMillis();
        return millis <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, last.done() - first.done()) * 1000.0 / millis);
    }

    /** How long it still takes at that speed, where it moves at all. */
    Optional<Duration> remaining() {
        var perSecond = perSecond().orElse(0);
        return isOver() || perSecond <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds((long) Math.ceil((all() - done()) / perSecond)));
    }

    /** Why it waits, where it does. */
    Optional<String> waiting() {
        return isOver()
                ? Optional.empty()
                : parts.values().stream()
                        .filter(part -> part.done() < part.all())
                        .map(part -> part.last().waiting())
                        .filter(Objects::nonNull)
                        .findFirst();
    }
}
