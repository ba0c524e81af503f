package dev.muster.events.view;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of a view: whether it is whole, and how long building it takes here. That it is whole is believed for a while
 * only: nobody looks while the store is away, or a ledger is being built, which comes first.
 */
final class ViewMeters {

    private static final String VIEW = "view";
    private static final long NOT_BUILDING = 0;

    /** Longer than it takes to look at all views of a service, be the store slow. */
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private volatile @Nullable Look last;
    private final AtomicLong begunAt = new AtomicLong(NOT_BUILDING);
    private final Timer built;
    private final Timer failed;

    private record Look(boolean isWhole, long at) {}

    ViewMeters(MeterRegistry registry, String view, LongSupplier nanos) {
        this.nanos = nanos;
        Gauge.builder("muster.view.whole", this, ViewMeters::whole)
                .description(
                        "1 where the live view holds everything that it should, NaN where nobody could look lately")
                .tag(VIEW, view)
                .register(registry);
        Gauge.builder("muster.view.build.age", begunAt, this::secondsSince)
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
        last = new Look(isWhole, nanos.getAsLong());
    }

    private double whole() {
        var look = last;
        if (look == null || (look.isWhole() && nanos.getAsLong() - look.at() > BELIEVED.toNanos())) {
            return Double.NaN;
        }
        return look.isWhole() ? 1 : 0;
    }

    void begun() {
        begunAt.set(nanos.getAsLong());
    }

    void ended(boolean isBuilt) {
        var took = nanos.getAsLong() - begunAt.getAndSet(NOT_BUILDING);
        (isBuilt ? built : failed).record(took, TimeUnit.NANOSECONDS);
    }

    private double secondsSince(AtomicLong begunAt) {
        var begun = begunAt.get();
        return begun == NOT_BUILDING ? 0 : (nanos.getAsLong() - begun) / 1e9;
    }
}
