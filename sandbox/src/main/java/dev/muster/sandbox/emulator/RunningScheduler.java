package dev.muster.sandbox.emulator;

import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** A scheduler that goes by a clock which runs at will: delays are the clock's, at its rate when the task is given. */
public final class RunningScheduler implements Scheduler {

    private final RunningClock clock;
    private final Scheduler real;

    /** Schedules on another scheduler; whoever made that one disposes of it. */
    public RunningScheduler(RunningClock clock, Scheduler real) {
        this.clock = clock;
        this.real = real;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return real.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return real.schedule(task, shown(delay, unit), TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return real.schedulePeriodically(task, shown(initialDelay, unit), shown(period, unit), TimeUnit.NANOSECONDS);
    }

    private long shown(long delay, TimeUnit unit) {
        return unit.toNanos(delay) / clock.rate();
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException("single tasks only");
    }
}
