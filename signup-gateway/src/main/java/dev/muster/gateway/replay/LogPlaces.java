package dev.muster.gateway.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.kafka.LogScan;
import dev.muster.events.kafka.Range;
import dev.muster.gateway.replay.ReplayOrder.Moment;
import dev.muster.gateway.web.InvalidField;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks up in the log which offsets an order means, so that the event says exactly what is gone over. */
@Component
final class LogPlaces {

    private final LogScan log;
    private final InstantSource clock;

    LogPlaces(LogScan log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** What an order means. */
    sealed interface Meaning {

        /** These offsets, by the names of the partitions. */
        record Offsets(Map<String, Long> from, Map<String, Long> to) implements Meaning {}

        /** Nothing that can be done. */
        record None(List<InvalidField> errors) implements Meaning {}
    }

    private record Place(Instant time, Map<TopicPartition, Long> offsets) {}

    /**
     * The offsets of an order: it begins with the event, or with the first of that time or later, and ends after the event, or
     * before the first of that time or later.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    Meaning of(ReplayOrder order) {
        var partitions = log.all(ConsumerGroup.sourcesOf(order.group()));
        var from = find(order.from(), partitions, 0);
        var to = find(order.to(), partitions, 1);
        if (from == null || to == null) {
            return none(from == null ? "from" : "to", "error.replay.event");
        }
        if (from.time().isAfter(to.time())) {
            return none("from", "error.replay.order");
        }
        var begins = new HashMap<String, Long>();
        var ends = new HashMap<String, Long>();
        partitions.keySet().forEach(partition -> {
            var end = to.offsets().getOrDefault(partition, 0L);
            begins.put(partition.toString(), Math.min(from.offsets().getOrDefault(partition, 0L), end));
            ends.put(partition.toString(), end);
        });
        return new Meaning.Offsets(begins, ends);
    }

    private static Meaning none(String field, String reason) {
        return new Meaning.None(List.of(InvalidField.in("#", field, reason)));
    }

    private @Nullable Place find(Moment moment, Map<TopicPartition, Range> partitions, int afterEvent) {
        return switch (moment) {
            case Moment.Beginning _ -> new Place(Instant.MIN, offsets(partitions, Range::begin));
            case Moment.Now _ -> new Place(clock.instant(), offsets(partitions, Range::end));
            case Moment.Time(var at) -> new Place(at, log.at(at, partitions));
            case Moment.Event(var id) -> find(id, partitions, afterEvent);
        };
    }

    private @Nullable Place find(String eventId, Map<TopicPartition, Range> partitions, int after) {
        var found = new AtomicReference<@Nullable ConsumerRecord<String, byte[]>>();
        log.read(partitions, record -> {
            if (eventId.equals(idOf(record))) {
                found.set(record);
            }
            return found.get() == null;
        });
        var event = found.get();
        if (event == null) {
            return null;
        }
        var time = Instant.ofEpochMilli(event.timestamp());
        var offsets = new HashMap<>(log.at(time, partitions));
        offsets.put(new TopicPartition(event.topic(), event.partition()), event.offset() + after);
        // What has happened is not to come, whatever the clock says of who published it.
        return new Place(Collections.min(List.of(time, clock.instant())), offsets);
    }

    private static @Nullable String idOf(ConsumerRecord<?, ?> record) {
        var header = record.headers().lastHeader("ce_id");
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static Map<TopicPartition, Long> offsets(
            Map<TopicPartition, Range> partitions, ToLongFunction<Range> which) {
        var offsets = new HashMap<TopicPartition, Long>();
        partitions.forEach((partition, range) -> offsets.put(partition, which.applyAsLong(range)));
        return offsets;
    }
}
