package dev.muster.events.view;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is measured of a view: whether it is whole, and how long building it takes here. */
final class ViewMeters {

    private static final String VIEW = "view";
    private static final long NOT_BUILDING = 0;

    private final AtomicInteger whole;
    private final AtomicLong begunAt = new AtomicLong(NOT_BUILDING);
    private final Timer built;
    private final Timer failed;

    ViewMeters(MeterRegistry registry, String view) {
        this.whole = new AtomicInteger();
        Gauge.builder("muster.view.whole", whole, AtomicInteger::get)
                .description("1 where the live view holds everything that it should, as last looked")
                .tag(VIEW, view)
                .register(registry);
        Gauge.builder("muster.view.build.age", begunAt, ViewMeters::secondsSince)
                .description("For how long this process has been building the view, 0 where it does not")
                .baseUnit("seconds")
                .tag(VIEW, view)
                .register(registry);
        this.built = timer(registry, view, "built");
        this.failed = timer(registry, view, "failed");
    }

    private static Timer timer(MeterRegistry registry, String view, String result) {
        return Timer.builder("muster.view.build")
                .description("What building the view anew took, by what came of it")
                .tags(VIEW, view, "result", result)
                .register(registry);
    }

    void looked(boolean isWhole) {
        whole.set(isWhole ? 1 : 0);
    }

    void begun() {
        begunAt.set(System.nanoTime());
    }

    void ended(boolean isBuilt) {
        var took = System.nanoTime() - begunAt.getAndSet(NOT_BUILDING);
        (isBuilt ? built : failed).record(took, TimeUnit.NANOSECONDS);
    }

    private static double secondsSince(AtomicLong begunAt) {
        var begun = begunAt.get();
        return begun == NOT_BUILDING ? 0 : (System.nanoTime() - begun) / 1e9;
    }
}
