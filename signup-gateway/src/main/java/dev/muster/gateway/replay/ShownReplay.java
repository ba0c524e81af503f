package dev.muster.gateway.replay;

import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.gateway.replay.Replay.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A replay as operators see it.
 *
 * @param records how many records were handed over
 * @param all how many offsets it goes over
 * @param done how many of them it has gone over
 * @param perSecond how many of them a second: lately, or altogether where it is over
 * @param called for how many records somebody outside was called
 */
record ShownReplay(
        String replayId,
        String group,
        String mode,
        State state,
        Instant requestedAt,
        @Nullable Instant endedAt,
        long records,
        long all,
        long done,
        @Nullable Double perSecond,
        @Nullable Long remainingSeconds,
        long called,
        long rejected,
        long deadLetters,
        @Nullable String waiting,
        @Nullable String detail,
        List<String> only,
        List<Partition> partitions) {

    /** How far it is in a partition. */
    record Partition(
            String partition,
            long from,
            long position,
            long to,
            long records,
            @Nullable String waiting) {}

    static ShownReplay of(Replay replay) {
        var request = replay.request();
        var ending = replay.ending();
        var perSecond = replay.perSecond();
        return new ShownReplay(
                request.replayId(),
                request.group(),
                nameOf(request.mode()),
                replay.state(),
                replay.requestedAt(),
                ending == null ? null : ending.at(),
                replay.sum(ReplayProgressed::records),
                replay.all(),
                replay.done(),
                perSecond.isPresent() ? Math.round(perSecond.getAsDouble() * 10) / 10.0 : null,
                replay.remaining().map(Duration::toSeconds).orElse(null),
                replay.sum(ReplayProgressed::called),
                replay.sum(ReplayProgressed::rejected),
                replay.sum(ReplayProgressed::deadLetters),
                replay.waiting().orElse(null),
                ending == null || ending.detail().isEmpty() ? null : ending.detail(),
                request.only(),
                replay.parts().entrySet().stream()
                        .map(part -> new Partition(
                                part.getKey(),
                                part.getValue().begin(),
                                part.getValue().last().position(),
                                part.getValue().last().end(),
                                part.getValue().last().records(),
                                part.getValue().last().waiting()))
                        .toList());
    }

    /** A mode as operators write it. */
    static String nameOf(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
