package dev.muster.sandbox.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that runs at will: at rate 20 it shows twenty seconds for each that passes. It never goes back. */
public final class RunningClock implements InstantSource {

    static final int FASTEST = 1000;

    private final InstantSource real;
    private Instant realStart;
    private Instant shownStart;
    private int rate = 1;

    /** A clock that runs as the real one until told otherwise. */
    public RunningClock(InstantSource real) {
        this.real = real;
        this.realStart = real.instant();
        this.shownStart = realStart;
    }

    @Override
    public synchronized Instant instant() {
        return shownStart.plus(Duration.between(realStart, real.instant()).multipliedBy(rate));
    }

    /** Runs at another rate from now on. */
    synchronized void run(int times) {
        shownStart = instant();
        realStart = real.instant();
        rate = times;
    }

    /** How many seconds this clock shows for each that passes. */
    public synchronized int rate() {
        return rate;
    }

    /** How long really passes while this clock shows so much. */
    public synchronized Duration real(Duration shown) {
        return shown.dividedBy(rate);
    }
}
