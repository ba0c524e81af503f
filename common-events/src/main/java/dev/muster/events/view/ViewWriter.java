package dev.muster.events.view;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes a view's documents of records, and does nothing besides. What it writes moves a document forward or leaves it, so that
 * records may come repeatedly; those of a partition come in order.
 */
@FunctionalInterface
public interface ViewWriter {

    /**
     * Takes records into collections.
     *
     * @throws RuntimeException if they may not be taken: then building begins anew
     */
    void write(List<ConsumerRecord<String, byte[]>> records, Generation target) throws InterruptedException;

    /** Has the store find in a generation what is looked for there; changes nothing where it does already. */
    default void index(Generation generation) {}

    /** Takes along what the live view knows and the log does not tell yet. Nobody begins anything in the live view meanwhile. */
    default void takeAlong(Generation live, Generation target) {}
}
