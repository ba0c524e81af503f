package dev.muster.slack.directory;

import dev.muster.events.fault.BackOff;
import dev.muster.events.fault.Throttled;
import dev.muster.slack.web.SlackSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the member directory up to date: as a whole at the start and at intervals, and in part when somebody joins, leaves or
 * changes. Several replicas may do so: they publish the same.
 */
@Component
public final class DirectoryFollower implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DirectoryFollower.class);

    private final Survey survey;
    private final boolean isConnected;
    private final Duration every;
    private final Set<String> changed = new HashSet<>();
    private boolean nudged;
    private volatile long wholeAt = System.nanoTime();
    private volatile @Nullable Thread thread;

    private record Work(boolean everybody, boolean channels, Set<String> users) {

        static final Work EVERYTHING = new Work(true, true, Set.of());
    }

    DirectoryFollower(Survey survey, SlackSettings settings) {
        this.survey = survey;
        this.isConnected = settings.isConnected();
        this.every = settings.directory().every();
    }

    /** Has it look at the channels soon: somebody has come or gone. */
    public synchronized void look() {
        nudged = true;
        notifyAll();
    }

    /** Has it look at that user soon, if they are in one of the channels. */
    public synchronized void look(String userId) {
        changed.add(userId);
        notifyAll();
    }

    @Override
    public void start() {
        var following = Thread.ofVirtual().name("directory").unstarted(this::follow);
        thread = following;
        if (isConnected) {
            following.start();
        }
    }

    @Override
    public void stop() {
        var following = thread;
        thread = null;
        if (following != null) {
            following.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void follow() {
        var failures = 0;
        var work = Work.EVERYTHING;
        try {
            while (Thread.currentThread() == thread) {
                try {
                    survey(work);
                    failures = 0;
                    work = next();
                } catch (RuntimeException e) {
                    failures++;
                    var wait = waitAfter(e, failures);
                    log.warn("The member directory waits {} ms: {}", wait.toMillis(), e.toString());
                    Thread.sleep(wait);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void survey(Work work) throws InterruptedException {
        if (work.channels()) {
            survey.ofChannels(work.everybody());
        }
        if (!work.users().isEmpty()) {
            survey.ofUsers(work.users());
        }
        if (work.everybody()) {
            wholeAt = System.nanoTime();
        }
    }

    private static Duration waitAfter(RuntimeException e, int failures) {
        var backOff = BackOff.UP_TO_A_MINUTE.after(failures, RandomGenerator.getDefault());
        return e instanceof Throttled throttled ? throttled.retryAfter().orElse(backOff) : backOff;
    }

    /** Waits until there is something to do. */
    private synchronized Work next() throws InterruptedException {
        for (var left = nanosLeft(); !nudged && changed.isEmpty() && left > 0; left = nanosLeft()) {
            wait(1 + left / 1_000_000);
        }
        var isTime = nanosLeft() <= 0;
        var work = new Work(isTime, isTime || nudged, Set.copyOf(changed));
        changed.clear();
        nudged = false;
        return work;
    }

    private long nanosLeft() {
        return every.toNanos() - (System.nanoTime() - wholeAt);
    }
}
