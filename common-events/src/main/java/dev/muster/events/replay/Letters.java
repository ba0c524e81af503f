package dev.muster.events.replay;

import dev.muster.events.Topic;
import dev.muster.events.UnreadableEvent;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.kafka.DeadLetter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/** All dead letters of a group. A record that became one again has several, of which the last stands for it. */
final class Letters {

    private final WholeTopic letters;
    private final Map<Source, Long> last = new ConcurrentHashMap<>();

    private record Source(TopicPartition partition, long offset) {

        static Source of(DeadLetter letter) {
            return new Source(letter.source(), letter.offset());
        }
    }

    Letters(ConsumerFactory<String, byte[]> consumers, String group) {
        this.letters = new WholeTopic(consumers, Topic.deadLettersOf(group).name(), this::take);
    }

    /**
     * Where the letter stands that came after this one for the same record, in the same partition.
     *
     * @throws Unavailable until all of them are read
     */
    Optional<Long> after(DeadLetter letter, long offset) throws InterruptedException {
        letters.require();
        return Optional.ofNullable(last.get(Source.of(letter))).filter(latest -> latest > offset);
    }

    /** Reads no more. */
    void close() {
        letters.stop();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            last.merge(Source.of(DeadLetter.of(record)), record.offset(), Math::max);
        } catch (UnreadableEvent _) {
            // Whoever comes to it says so.
        }
    }
}
