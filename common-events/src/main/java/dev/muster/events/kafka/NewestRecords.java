package dev.muster.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import dev.muster.events.EventCodec;
import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/** Whether this version can read what stands newest in the topics of a consumer group. It joins no group and commits nothing. */
final class NewestRecords {

    private static final int OF_EACH_PARTITION = 100;

    private final LogScan log;
    private final EventCodec codec;
    private final InstantSource clock;

    NewestRecords(LogScan log, EventCodec codec, InstantSource clock) {
        this.log = log;
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param records how many records were looked at
     * @param unreadable where those stand that cannot be read, each with its type and the reason, never with what is in it
     */
    record Found(int records, Map<String, String> unreadable) {}

    /**
     * Reads them. What is among the group's dead letters as unreadable already, or has stood there for longer than dead letters
     * stay, is nothing new, and left out.
     *
     * @throws AuthorizationException if this user may not read one of the topics
     */
    Found find(String group, Collection<String> topics) {
        var records = new AtomicInteger();
        var unreadable = new TreeMap<String, String>();
        var since = clock.instant().minus(Topic.DEAD_LETTERS_STAY);
        log.read(newestOf(topics), record -> {
            records.incrementAndGet();
            try {
                var unused = codec.read(record);
            } catch (UnreadableEvent e) {
                if (Instant.ofEpochMilli(record.timestamp()).isAfter(since)) {
                    var partition = new TopicPartition(record.topic(), record.partition());
                    unreadable.put(place(partition, record.offset()), typeOf(record) + ": " + e.getMessage());
                }
            }
            return true;
        });
        if (!unreadable.isEmpty()) {
            removeDeadLetters(group, unreadable);
        }
        return new Found(records.get(), unreadable);
    }

    private Map<TopicPartition, Range> newestOf(Collection<String> topics) {
        return log.all(topics).entrySet().stream().collect(toMap(Map.Entry::getKey, piece -> piece.getValue()
                .from(piece.getValue().end() - OF_EACH_PARTITION)));
    }

    private void removeDeadLetters(String group, Map<String, String> unreadable) {
        try {
            log.read(log.all(List.of(Topic.deadLettersOf(group).name())), record -> {
                try {
                    var letter = DeadLetter.of(record);
                    // What was set aside could be read.
                    if (letter.kind() == DeadLetter.Kind.UNREADABLE) {
                        unreadable.remove(place(letter.source(), letter.offset()));
                    }
                } catch (UnreadableEvent _) {
                    // No dead letter of ours.
                }
                return !unreadable.isEmpty();
            });
        } catch (AuthorizationException _) {
            // This user may not read them yet: then none counts.
        }
    }

    private static String place(TopicPartition partition, long offset) {
        return partition + "@" + offset;
    }

    private static String typeOf(ConsumerRecord<?, ?> record) {
        var header = record.headers().lastHeader("ce_type");
        var type = header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
        return type.matches("[\\w.]{1,100}") ? type : "no type";
    }
}
