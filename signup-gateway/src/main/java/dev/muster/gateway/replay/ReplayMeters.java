package dev.muster.gateway.replay;

import dev.muster.events.ConsumerGroup;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** How replays go, by the group that they are of: a function of the log, and so the same at every replica. */
@Component
final class ReplayMeters {

    private final ReplayLog log;

    ReplayMeters(ReplayLog log, MeterRegistry registry) {
        this.log = log;
        for (var group : ConsumerGroup.all()) {
            Gauge.builder("muster.replays.open", this, it -> it.openOf(group).count())
                    .description("Replays that were asked for and have not ended")
                    .tag("group", group)
                    .register(registry);
            Gauge.builder("muster.replay.remaining", this, it -> it.remaining(group))
                    .description("Records that the open replays have still to go over")
                    .baseUnit("records")
                    .tag("group", group)
                    .register(registry);
            Gauge.builder("muster.replay.last.failure", this, it -> it.lastFailure(group))
                    .description("When a replay failed for the last time, as Unix time, 0 where none has")
                    .baseUnit("seconds")
                    .tag("group", group)
                    .register(registry);
        }
    }

    private Stream<Replay> of(String group) {
        return log.all().stream().filter(replay -> replay.request().group().equals(group));
    }

    private Stream<Replay> openOf(String group) {
        return of(group).filter(replay -> !replay.isOver());
    }

    private double remaining(String group) {
        return openOf(group).mapToLong(replay -> replay.all() - replay.done()).sum();
    }

    private double lastFailure(String group) {
        return of(group)
                .flatMap(replay -> Stream.ofNullable(replay.ending()))
                .filter(ending -> ending.state() == Replay.State.FAILED)
                .mapToDouble(ending -> ending.at().toEpochMilli() / 1e3)
                .max()
                .orElse(0);
    }
}
