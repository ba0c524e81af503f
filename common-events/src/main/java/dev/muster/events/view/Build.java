package dev.muster.events.view;

import dev.muster.events.fault.Unavailable;
import dev.muster.events.view.Rebuildable.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Builds a view's next generation beside the live one, and swaps it in. One instance builds at a time, under a lease that lapses
 * with it; another then begins again.
 *
 * <p>Nothing is lost between catching up and swapping: the live generation is frozen first, and the ends of the topics are taken
 * after that. Who writes has polled its record before it asked the mark, so whoever was still allowed to write has a record that
 * stands before those ends and is read here too, wherever and however late that write lands. Nothing is doubled, since every write
 * only moves a document forward.
 */
final class Build {

    private static final Logger log = LoggerFactory.getLogger(Build.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    /** How long who asked before a swap may still write what is no longer live. */
    private static final Duration LATE = Duration.ofSeconds(30);

    /** As many records as are read while others wait. */
    private static final long SMALL_LAG = 1000;

    private static final int MOST_ROUNDS = 10;
    private static final int PIECE = 200;

    private final View view;
    private final Mark mark;
    private final ConsumerFactory<String, byte[]> consumers;
    private final List<String> topics;
    private final ViewWriter writer;
    private final InstantSource clock;
    private final ViewMeters meters;

    Build(
            View view,
            Mark mark,
            ConsumerFactory<String, byte[]> consumers,
            Collection<String> topics,
            ViewWriter writer,
            InstantSource clock,
            ViewMeters meters) {
        this.view = view;
        this.mark = mark;
        this.consumers = consumers;
        this.topics = List.copyOf(topics);
        this.writer = writer;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Builds, unless somebody else has done it by the time that it is this one's turn.
     *
     * @throws InterruptedException if it is called off; then, as after any failure, nothing is left of it
     */
    void run(Progress progress, Predicate<Mark.State> isDone) throws InterruptedException {
        var token = UUID.randomUUID().toString();
        var turn = turn(token, isDone);
        if (turn.isPresent()) {
            new Turn(token, turn.get()).build(progress, isDone);
        }
    }

    /** Puts away what a builder that is gone, or who wrote late, has left. */
    void tidy(Mark.State seen) {
        var builder = seen.builder();
        var now = clock.instant();
        if (builder != null && seen.leaseUntil().isBefore(now)) {
            log.warn("Who was building {} is gone", view.name());
            mark.dismiss(builder, now);
        } else if (builder == null && seen.bornAt().plus(LATE).isBefore(now)) {
            // Not what somebody may have begun since it was seen.
            view.leftovers(seen.live(), seen.latest()).forEach(view::drop);
        }
    }

    private Optional<Mark.State> turn(String token, Predicate<Mark.State> isDone) throws InterruptedException {
        while (true) {
            if (isDone.test(mark.readNow())) {
                return Optional.empty();
            }
            var now = clock.instant();
            var begun = mark.begin(token, now, now.plus(LEASE));
            if (begun.isPresent()) {
                return begun;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /** One instance's turn at building. */
    private final class Turn {

        private final String token;
        private final Mark.State begun;
        private final Instant begunAt = clock.instant();
        private final Generation target;
        private long keptAt = System.nanoTime();

        Turn(String token, Mark.State begun) {
            this.token = token;
            this.begun = begun;
            this.target = view.generation(begun.latest());
        }

        void build(Progress progress, Predicate<Mark.State> isDone) throws InterruptedException {
            var isSwappedIn = false;
            try {
                if (!isDone.test(begun)) {
                    log.info("Building {} anew from the log, generation {}", view.name(), target.number());
                    measured(progress);
                    isSwappedIn = true;
                    log.info("{} is built, generation {} is live", view.name(), target.number());
                }
            } finally {
                if (!isSwappedIn) {
                    leaveNothing();
                }
            }
        }

        private void measured(Progress progress) throws InterruptedException {
            var isBuilt = false;
            meters.begun();
            try {
                build(progress);
                isBuilt = true;
            } finally {
                meters.ended(isBuilt);
            }
        }

        private void build(Progress progress) throws InterruptedException {
            view.leftovers(begun.live(), begun.latest()).forEach(view::drop);
            view.create(target);
            var created = idsNow();
            try (var log = new Log(consumers, view.name(), topics)) {
                var rounds = 0;
                do {
                    log.readToTheEnd(this::take, progress);
                } while (log.lag() > SMALL_LAG && ++rounds < MOST_ROUNDS);
                var frozenAt = clock.instant();
                require(mark.freeze(token, frozenAt.plus(LEASE)));
                log.readToTheEnd(this::take, progress);
                if (begun.whole()) {
                    writer.takeAlong(view.generation(begun.live()), target);
                }
                // One that was dropped on the way, and made again by the next write, has lost what went before.
                require(created.size() == view.collections().size() && idsNow().equals(created));
                // Whatever was begun in the generation before was begun before this time.
                require(mark.swapIn(token, target.number(), begun.whole() ? frozenAt : begunAt, created));
                log.tell(progress);
            }
        }

        private Map<String, String> idsNow() {
            return view.idsOf(target).blockOptional(LEASE).orElseThrow();
        }

        /** By pieces, so that the lease is kept however long a record takes. */
        private void take(List<ConsumerRecord<String, byte[]>> records) throws InterruptedException {
            for (var from = 0; from < records.size(); from += PIECE) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("called off");
                }
                if (System.nanoTime() - keptAt > BETWEEN_RENEWALS.toNanos()) {
                    require(mark.keep(token, clock.instant().plus(LEASE)));
                    keptAt = System.nanoTime();
                }
                writer.write(records.subList(from, Math.min(from + PIECE, records.size())), target);
            }
        }

        private void require(boolean isStillOurs) {
            if (!isStillOurs) {
                throw Unavailable.withoutEffect(
                        "build_lost", "the store was dropped, or another instance builds " + view.name());
            }
        }

        private void leaveNothing() {
            var wasInterrupted = Thread.interrupted();
            try {
                // A swap that failed as far as is known here can no longer take place after this; it may have before.
                mark.giveUp(token);
                var seen = mark.readNow();
                if (seen.live() != target.number() && seen.builder() == null) {
                    view.collections().stream().map(target::nameOf).forEach(view::drop);
                }
            } catch (RuntimeException e) {
                log.warn("What was built of {} is left to the next who builds: {}", view.name(), e.toString());
            } finally {
                if (wasInterrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
