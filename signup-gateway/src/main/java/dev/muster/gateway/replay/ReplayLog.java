package dev.muster.gateway.replay;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.ReplayCancelled;
import dev.muster.events.ReplayEvent;
import dev.muster.events.ReplayFound;
import dev.muster.events.ReplayRequested;
import dev.muster.events.ReplayRequested.Mode;
import dev.muster.events.Topic;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.kafka.Range;
import dev.muster.events.kafka.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** All replays that the log knows: every replica reads them whole, so that any of them answers. Asking for one blocks. */
@Component
public final class ReplayLog implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReplayLog.class);
    private static final String SOURCE = "/muster/signup-gateway";
    private static final Duration LONGEST_CATCH_UP = Duration.ofSeconds(3);
    private static final DateTimeFormatter BEGIN_OF_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int HEX_16_BITS = 0x10000;

    private final EventCodec codec;
    private final EventPublisher events;
    private final InstantSource clock;
    private final TopicReader reader;
    private final Map<String, Logged> replays = new ConcurrentHashMap<>();
    private final Redriven redriven = new Redriven();

    /**
     * A replay, and where its events begin.
     *
     * @param partition of {@code muster.replays}, in which all of them stand
     * @param offset of its request
     */
    record Logged(Replay replay, TopicPartition partition, long offset) {}

    ReplayLog(ConsumerFactory<String, byte[]> consumers, EventCodec codec, EventPublisher events, InstantSource clock) {
        this.codec = codec;
        this.events = events;
        this.clock = clock;
        this.reader = new TopicReader(
                "shown-replays", consumers, List.of(Topic.REPLAYS), TopicReader.From.BEGINNING, this::take);
    }

    /**
     * Asks for a replay, and returns its id when all in-sync replicas have that.
     *
     * @throws RuntimeException if they may not have it
     */
    public String request(String group, Map<String, Long> from, Map<String, Long> to, List<String> only, Mode mode) {
        var now = now();
        var id = BEGIN_OF_ID.format(now)
                + "-%04x".formatted(ThreadLocalRandom.current().nextInt(HEX_16_BITS));
        events.publish(new Envelope<>(id, SOURCE, now, new ReplayRequested(id, group, from, to, only, mode)));
        log.info("{} requested: {} of {}", id, mode, group);
        return id;
    }

    /**
     * What became of a dead letter, where it was redriven.
     *
     * @param letter where it stands, such as {@code slack-service.invites.dlt-3@42}
     */
    public Optional<Redriven.Result> redriven(String letter) {
        return redriven.find(letter);
    }

    /** How many dead letters of a partition were redriven, of those in a range; of the latest ones, likewise. */
    public long redrivenIn(TopicPartition partition, Range range) {
        return range.begin() == range.end() ? 0 : redriven.count(partition, range);
    }

    /** Waits until everything is known that the log holds at the time of asking. */
    public void catchUp() throws InterruptedException {
        if (!reader.catchUp(LONGEST_CATCH_UP)) {
            throw new org.apache.kafka.common.KafkaException("the replays are not read yet");
        }
    }

    void cancel(String id) {
        events.publish(new Envelope<>(id + ":cancelled", SOURCE, now(), new ReplayCancelled(id)));
        log.info("{} cancelled", id);
    }

    Optional<Logged> find(String id) {
        return Optional.ofNullable(replays.get(id));
    }

    /** All of them, newest first. */
    List<Replay> all() {
        return replays.values().stream()
                .map(Logged::replay)
                .sorted(Comparator.comparing(Replay::requestedAt).reversed())
                .toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        codec.readOrPassOver(record, ReplayEvent.class).ifPresent(envelope -> take(record, envelope));
    }

    private void take(ConsumerRecord<String, byte[]> record, Envelope<ReplayEvent> envelope) {
        var event = envelope.event();
        if (event instanceof ReplayRequested request) {
            replays.putIfAbsent(
                    request.replayId(),
                    new Logged(
                            Replay.of(request, envelope.time()),
                            new TopicPartition(record.topic(), record.partition()),
                            record.offset()));
        }
        replays.computeIfPresent(
                event.replayId(),
                (_, before) -> new Logged(before.replay().plus(envelope), before.partition(), before.offset()));
        if (event instanceof ReplayFound found) {
            redriven(found, envelope.time());
        }
    }

    private void redriven(ReplayFound found, Instant at) {
        find(found.replayId())
                .filter(logged -> logged.replay().request().mode() == Mode.REDRIVE)
                .ifPresent(_ -> redriven.take(found, at));
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public void stop() {
        reader.stop();
    }

    @Override
    public boolean isRunning() {
        return reader.isRunning();
    }
}
