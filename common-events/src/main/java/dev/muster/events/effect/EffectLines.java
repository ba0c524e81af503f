package dev.muster.events.effect;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.OutsideSystem;
import dev.muster.events.ProviderEvent;
import dev.muster.events.fault.BackOff;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.trace.Spans;
import dev.muster.events.view.Rebuildable;
import dev.muster.events.view.View;
import dev.muster.events.view.Views;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Opens lines of effects; a service that has any imports it. Their ledgers are born when the service starts, not at the first
 * effect: whatever is asked for from then on is known to be new.
 */
@Component
@EnableConfigurationProperties(EffectSettings.class)
public final class EffectLines implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EffectLines.class);

    private final Views views;
    private final EventCodec codec;
    private final InstantSource clock;
    private final EffectSettings settings;
    private final EventPublisher publisher;
    private final TaskScheduler scheduler;
    private final Spans spans;
    private final MeterRegistry meters;
    private final LedgerGauges gauges;
    private final String source;
    private final Map<String, View> ledgers = new ConcurrentHashMap<>();
    private final List<EffectLine> lines = new CopyOnWriteArrayList<>();
    private final List<Outage> outages = new CopyOnWriteArrayList<>();
    private volatile boolean running;
    private @Nullable ScheduledFuture<?> repeating;

    EffectLines(
            Views views,
            EventCodec codec,
            InstantSource clock,
            EffectSettings settings,
            EventPublisher publisher,
            @Qualifier("pauseScheduler") TaskScheduler scheduler,
            Spans spans,
            MeterRegistry meters,
            @Value("/muster/${spring.application.name}") String source) {
        this.views = views;
        this.codec = codec;
        this.clock = clock;
        this.settings = settings;
        this.publisher = publisher;
        this.scheduler = scheduler;
        this.spans = spans;
        this.meters = meters;
        this.gauges = new LedgerGauges(meters);
        this.source = source;
    }

    /**
     * Opens a line to a provider that sign-ups are carried to; everybody is told when it cannot be called.
     *
     * @param ledger the collection that remembers its effects
     * @param name of its calls in traces: the provider, and what it is asked for
     */
    public EffectLine open(String ledger, OutsideSystem provider, String name, CallSettings calls) {
        return open(
                ledger,
                provider,
                provider.outcomes(),
                name,
                calls,
                1,
                new Outage(provider, calls.deadline(), this::tell));
    }

    /**
     * Opens a line whose calls take several requests, and of whose pauses nobody is told.
     *
     * @param outcomes the topic that its outcomes are published to
     * @param name as above
     * @param requests how many requests, one after the other, at most
     */
    public EffectLine open(
            String ledger, OutsideSystem provider, String outcomes, String name, CallSettings calls, int requests) {
        return open(
                ledger,
                provider,
                outcomes,
                name,
                calls,
                requests,
                Outage.untold(provider, calls.deadline().multipliedBy(requests)));
    }

    private EffectLine open(
            String ledger,
            OutsideSystem provider,
            String outcomes,
            String name,
            CallSettings calls,
            int requests,
            Outage outage) {
        var limits = new Limits(calls.deadline(), requests, calls.grace());
        var rows = new EffectLedger(viewOf(ledger, outcomes), ledger, clock);
        var itsMeters = new EffectMeters(meters, clock, provider, ledger);
        itsMeters.watch(outage);
        gauges.add(EffectMeters.tagsOf(provider, ledger), rows);
        outages.add(outage);
        var line = new EffectLine(
                rows,
                itsMeters,
                outage,
                new Calls(name, spans, itsMeters),
                new Pace(calls.pace(), Duration.ofSeconds(1)),
                limits,
                BackOff.UP_TO_A_MINUTE,
                settings.setAsideAfter(),
                RandomGenerator.getDefault());
        lines.add(line);
        return line;
    }

    /** Whether a provider pauses is news, not truth: what cannot be published is said again soon, or is over. */
    private void tell(ProviderEvent event) {
        var id = UUID.randomUUID().toString();
        try {
            var unused = publisher
                    .send(new Envelope<>(id, source, clock.instant(), event))
                    .exceptionally(e -> {
                        log.debug("Not published: {}", event, e);
                        return null;
                    });
        } catch (RuntimeException e) {
            log.debug("Not published: {}", event, e);
        }
        log.info("{}", event);
    }

    @Override
    public void start() {
        running = true;
        lines.forEach(EffectLine::begin);
        gauges.start();
        repeating = scheduler.scheduleWithFixedDelay(this::repeat, Outage.REPEAT);
    }

    private void repeat() {
        outages.forEach(outage -> outage.repeat(clock.instant()));
    }

    /** Comes before the listeners stop, so that they end with the call in hand. */
    @Override
    public void stop() {
        running = false;
        gauges.stop();
        lines.forEach(EffectLine::end);
        if (repeating != null) {
            repeating.cancel(false);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Lets a ledger be built anew on demand. */
    public Rebuildable ledgerOf(String group, String ledger, String outcomes) {
        var view = viewOf(ledger, outcomes);
        return new Rebuildable() {
            @Override
            public String group() {
                return group;
            }

            @Override
            public void rebuild(Progress progress) throws InterruptedException {
                view.rebuild(progress);
            }
        };
    }

    private View viewOf(String ledger, String outcomes) {
        return ledgers.computeIfAbsent(ledger, _ -> views.openLedger(ledger, outcomes, new OutcomeRows(codec, ledger)));
    }
}
