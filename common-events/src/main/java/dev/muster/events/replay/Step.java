package dev.muster.events.replay;

import dev.muster.events.replay.Stretch.Fate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What a replay does with each record. */
interface Step {

    /**
     * What was done with a record.
     *
     * @param says what is to be published about it, where anything is
     */
    record Taken(Fate fate, @Nullable String says) {

        static final Taken PASSED = new Taken(Fate.PASSED, null);
    }

    /**
     * Takes a record.
     *
     * @throws RuntimeException as a listener throws it, for the handler of faults
     */
    Taken take(ConsumerRecord<String, byte[]> record) throws InterruptedException;
}
