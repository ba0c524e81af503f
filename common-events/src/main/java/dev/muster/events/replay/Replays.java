package dev.muster.events.replay;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.muster.events.EventCodec;
import dev.muster.events.ReplayCancelled;
import dev.muster.events.ReplayEnded;
import dev.muster.events.ReplayEnded.Ending;
import dev.muster.events.ReplayEvent;
import dev.muster.events.ReplayFound;
import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested;
import dev.muster.events.Topic;
import dev.muster.events.kafka.DeadLetters;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.kafka.TopicReader;
import dev.muster.events.view.Rebuildable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.stereotype.Component;

/**
 * Does the replays that are asked for of this service's lines; a service that has lines imports it. It reads {@code
 * muster.replays} from the beginning: a replay that has not ended goes on in whichever processes of the service are there.
 */
@Component
@EnableConfigurationProperties(ReplaySettings.class)
public final class Replays implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Replays.class);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);
    private static final Duration A_MOMENT = Duration.ofSeconds(5);
    private static final Duration LONGEST_END = Duration.ofSeconds(12);

    private final Map<String, Line> lines;
    private final Map<String, Rebuildable> views;
    private final ConsumerFactory<String, byte[]> consumers;
    private final ConcurrentKafkaListenerContainerFactory<?, ?> containers;
    private final EventCodec codec;
    private final DeadLetters deadLetters;
    private final ReplaySettings settings;
    private final InstantSource clock;
    private final Reports reports;
    private final TopicReader reader;

    private final Map<String, Replay> open = new ConcurrentHashMap<>();
    private final Set<String> over = ConcurrentHashMap.newKeySet();

    /** What is done here; only its thread looks at it. */
    private final Map<String, Part> parts = new HashMap<>();

    private volatile @Nullable Thread thread;

    Replays(
            ObjectProvider<Line> lines,
            ObjectProvider<Rebuildable> views,
            ConsumerFactory<String, byte[]> consumers,
            ConcurrentKafkaListenerContainerFactory<?, ?> containers,
            EventCodec codec,
            EventPublisher publisher,
            DeadLetters deadLetters,
            ReplaySettings settings,
            InstantSource clock,
            @Value("${spring.application.name}") String service) {
        this.lines = lines.stream().collect(toUnmodifiableMap(Line::group, identity()));
        this.views = views.stream().collect(toUnmodifiableMap(Rebuildable::group, identity()));
        this.consumers = consumers;
        this.containers = containers;
        this.codec = codec;
        this.deadLetters = deadLetters;
        this.settings = settings;
        this.clock = clock;
        this.reports = new Reports(publisher, "/muster/" + service, clock);
        this.reader =
                new TopicReader("replays", consumers, List.of(Topic.REPLAYS), TopicReader.From.BEGINNING, this::read);
    }

    @Override
    public void start() {
        reader.start();
        var keeping = Thread.ofVirtual().name("replays-keeper").unstarted(this::keep);
        thread = keeping;
        keeping.start();
    }

    @Override
    public void stop() {
        var keeping = thread;
        thread = null;
        reader.stop();
        if (keeping != null) {
            LockSupport.unpark(keeping);
            try {
                keeping.join(LONGEST_END);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        codec.readOrPassOver(record, ReplayEvent.class).ifPresent(envelope -> take(envelope.event()));
    }

    private void take(ReplayEvent event) {
        switch (event) {
            case ReplayRequested requested -> {
                if (isOurs(requested.group()) && !over.contains(requested.replayId())) {
                    open.putIfAbsent(requested.replayId(), Replay.of(requested));
                }
            }
            case ReplayProgressed progressed ->
                open.computeIfPresent(progressed.replayId(), (_, replay) -> replay.plus(progressed));
            case ReplayCancelled cancelled -> end(cancelled.replayId());
            case ReplayEnded ended -> end(ended.replayId());
            case ReplayFound _ -> {}
        }
        LockSupport.unpark(thread);
    }

    private boolean isOurs(String group) {
        return lines.containsKey(group) || views.containsKey(group);
    }

    /** Of what is over its name alone is remembered, so that a repeated request begins nothing. */
    private void end(String replayId) {
        if (open.remove(replayId) != null) {
            over.add(replayId);
        }
    }

    private void keep() {
        var reported = System.nanoTime();
        while (isRunning()) {
            var isTimeToReport = System.nanoTime() - reported >= BETWEEN_REPORTS.toNanos();
            if (isTimeToReport) {
                reported = System.nanoTime();
            }
            if (reader.isInPlace()) {
                endWhatIsOver();
                open.values().forEach(replay -> keep(replay, isTimeToReport));
            }
            LockSupport.parkNanos(this, BETWEEN_REPORTS.toNanos());
        }
        endAll();
    }

    private void endAll() {
        var going = new CountDownLatch(parts.size());
        parts.values().forEach(part -> part.end(going::countDown));
        try {
            if (!going.await(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("A replay has a record in hand for longer than a stop may take");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        parts.clear();
    }

    private void endWhatIsOver() {
        parts.entrySet().removeIf(part -> {
            var isOver = !open.containsKey(part.getKey());
            if (isOver) {
                part.getValue().end(() -> {});
            }
            return isOver;
        });
    }

    /** Has a replay go on that is not over. What fails is done again at the next time. */
    private void keep(Replay replay, boolean isTimeToReport) {
        var replayId = replay.request().replayId();
        try {
            var refusal = refusalOf(replay.request());
            if (refusal.isPresent()) {
                reports.ended(replayId, Ending.FAILED, refusal.get());
                end(replayId);
            } else if (replay.isComplete()) {
                reports.ended(replayId, Ending.COMPLETED, "");
                end(replayId);
            } else {
                goOn(replay.request(), isTimeToReport);
            }
        } catch (RuntimeException | Error e) {
            log.warn(
                    "Replay {} of {} does not get on: {}",
                    replayId,
                    replay.request().group(),
                    e.toString());
        }
    }

    private void goOn(ReplayRequested request, boolean isTimeToReport) {
        var part = parts.get(request.replayId());
        if (part != null && !part.isAlive()) {
            part.end(() -> {});
            part = null;
        }
        if (part == null) {
            var begun = partOf(request);
            parts.put(request.replayId(), begun);
            begun.begin();
        } else if (isTimeToReport) {
            part.report();
        }
    }

    private Optional<String> refusalOf(ReplayRequested request) {
        return switch (request.mode()) {
            case REBUILD ->
                views.containsKey(request.group())
                        ? Optional.empty()
                        : Optional.of(request.group() + " keeps no view that can be built anew");
            case HEAL, DRY_RUN, REDRIVE ->
                lines.containsKey(request.group())
                        ? Optional.empty()
                        : Optional.of(request.group() + " has no line that takes records again");
        };
    }

    private Part partOf(ReplayRequested request) {
        return switch (request.mode()) {
            case REBUILD -> new Rebuilding(request, requireNonNull(views.get(request.group())), reports);
            case HEAL, DRY_RUN, REDRIVE -> replayer(request, requireNonNull(lines.get(request.group())));
        };
    }

    private Replayer replayer(ReplayRequested request, Line line) {
        var only = Set.copyOf(request.only());
        var erasures = new Erasures(consumers);
        var letters = new Letters(consumers, request.group());
        Step step =
                switch (request.mode()) {
                    case HEAL -> new Heal(line, only, erasures);
                    case DRY_RUN -> new DryRun(line, only, erasures, clock);
                    case REDRIVE ->
                        new Redrive(
                                line,
                                only,
                                settings.mostRedrives(),
                                letters,
                                new Sources(consumers),
                                erasures,
                                deadLetters);
                    case REBUILD -> throw new IllegalArgumentException("no records are handed over");
                };
        Runnable release = () -> {
            erasures.close();
            letters.close();
        };
        return new Replayer(request, () -> caughtUp(request.replayId()), step, release, reports, containerFor(request));
    }

    @SuppressWarnings("unchecked")
    private ConcurrentMessageListenerContainer<String, byte[]> containerFor(ReplayRequested request) {
        var topics = request.to().keySet().stream()
                .map(partition -> partition.substring(0, partition.lastIndexOf('-')))
                .distinct()
                .toArray(String[]::new);
        return (ConcurrentMessageListenerContainer<String, byte[]>) containers.createContainer(topics);
    }

    /** A replay as the log tells it now, as far as Kafka answers: what is read too little of it is gone over again. */
    private @Nullable Replay caughtUp(String replayId) {
        try {
            reader.catchUp(A_MOMENT);
        } catch (KafkaException e) {
            log.warn("Replay {} goes on where it stood a while ago: {}", replayId, e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return open.get(replayId);
    }
}
