package dev.muster.gateway.clock;

import static java.util.Comparator.naturalOrder;

import dev.muster.events.StandupTick;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Publishes every tick that is due. Nothing is planned ahead: once a second it asks each {@link Schedule} what is due by now, so
 * that a changed definition, a machine that slept and a Kafka that was away are nothing special.
 */
@Component
final class StandupClock implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(StandupClock.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Standups standups;
    private final RunLog runs;
    private final Ticks ticks;
    private final BotChannels channels;
    private final SeededStandup seed;
    private final InstantSource clock;
    private final ClockMeters meters;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Running running;

    private record Running(Thread thread, CountDownLatch end) {}

    StandupClock(
            Standups standups,
            RunLog runs,
            Ticks ticks,
            BotChannels channels,
            SeededStandup seed,
            InstantSource clock,
            ClockMeters meters) {
        this.standups = standups;
        this.runs = runs;
        this.ticks = ticks;
        this.channels = channels;
        this.seed = seed;
        this.clock = clock;
        this.meters = meters;
    }

    /** Publishes what is due by now. It does not judge before it knows all standups and runs that there were at the start. */
    void look() {
        if (!standups.isWhole() || !runs.isWhole()) {
            return;
        }
        standups.schedules().forEach(this::look);
        seed.defineIfMissing();
        meters.looked(oldestOwed());
    }

    /** Since when something is due that was not published just now. */
    private Optional<Instant> oldestOwed() {
        return standups.schedules().stream()
                .flatMap(schedule -> schedule.due(runs.known(), clock.instant()).stream())
                .filter(Schedule.Verdict::fires)
                .map(verdict -> verdict.tick().dueAt())
                .min(naturalOrder());
    }

    /** A standup whose ticks cannot be published holds no other one's back; they stay due. */
    private void look(Schedule schedule) {
        try {
            schedule.due(runs.known(), clock.instant()).forEach(this::settle);
        } catch (RuntimeException e) {
            log.warn(
                    "A tick of {} is not published, next try in a second: {}",
                    schedule.standup().id(),
                    e.toString());
        }
    }

    private void settle(Schedule.Verdict verdict) {
        var tick = verdict.tick();
        if (verdict.fires() && isWithoutBot(tick)) {
            if (waiting.add(Ticks.idOf(tick))) {
                log.warn(
                        "{} waits: the bot is not in {}",
                        Ticks.idOf(tick),
                        tick.standup().channel());
            }
        } else if (verdict.fires()) {
            ticks.publish(List.of(tick));
            waiting.remove(Ticks.idOf(tick));
        } else {
            waiting.remove(Ticks.idOf(tick));
            runs.known().passOver(tick);
            meters.missed(tick);
            log.info(
                    "{} passed over: it was due at {}, and its run cannot be open any more",
                    Ticks.idOf(tick),
                    tick.dueAt());
        }
    }

    /** Nobody could be asked, and the tick would hold up those behind it: it stays due until the bot is there. */
    private boolean isWithoutBot(StandupTick tick) {
        return tick.phase() == StandupTick.Phase.ASK
                && !channels.contains(tick.standup().channel());
    }

    private void run(CountDownLatch end) {
        try {
            do {
                lookSafely();
            } while (!end.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            log.warn("The clock cannot look, next try in a second: {}", e.toString());
        }
    }

    @Override
    public void start() {
        var end = new CountDownLatch(1);
        running = new Running(Thread.ofVirtual().name("standup-clock").start(() -> run(end)), end);
    }

    /** Ends when the tick that is being published is, or cannot be. */
    @Override
    public void stop() {
        var ending = running;
        running = null;
        if (ending != null) {
            ending.end().countDown();
            try {
                ending.thread().join(LONGEST_END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }
}
