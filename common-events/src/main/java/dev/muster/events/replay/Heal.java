package dev.muster.events.replay;

import dev.muster.events.fault.Rejected;
import dev.muster.events.replay.Stretch.Fate;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each record to the handler again; where order counts, once the group itself is done with it.
 *
 * @param only the keys of the records that it is about, empty for all
 */
record Heal(Line line, Set<String> only, Erasures erasures, LiveGroup live) implements Step {

    private static final Logger log = LoggerFactory.getLogger(Heal.class);

    @Override
    public Taken take(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        if (!isMeant(only, record) || erasures.cover(record)) {
            return Taken.PASSED;
        }
        if (line.followsGroup()) {
            live.requirePast(record);
        }
        try {
            return new Taken(line.handle(record, true) ? Fate.CALLED : Fate.HANDLED, null);
        } catch (Rejected rejected) {
            log.warn("{}-{}@{} rejected: {}", record.topic(), record.partition(), record.offset(), rejected.detail());
            return new Taken(Fate.REJECTED, null);
        }
    }

    static boolean isMeant(Set<String> only, ConsumerRecord<String, byte[]> record) {
        return only.isEmpty() || only.contains(Objects.toString(record.key(), ""));
    }
}
