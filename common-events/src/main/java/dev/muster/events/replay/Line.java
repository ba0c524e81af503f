package dev.muster.events.replay;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A consumer group's line of work: what its listener does with a record, and what a replay of the group does once more. */
public interface Line {

    /** What {@link #examine} says of a record that is a tombstone, or of a type that is not known yet. */
    String NOTHING = "nothing follows from it";

    /** The consumer group. */
    String group();

    /**
     * Whether what a record comes to depends on those before it, so that none may be replayed before the group itself has come to it.
     */
    default boolean followsGroup() {
        return false;
    }

    /**
     * Does what a record asks for, as far as that is not done.
     *
     * @param again whether the record is replayed, to have also tried again what was rejected
     * @return whether somebody outside was called for it
     * @throws RuntimeException as the group's listener throws it: a fault, a pause, an unreadable event
     */
    boolean handle(ConsumerRecord<String, byte[]> record, boolean again) throws InterruptedException;

    /**
     * Says what {@link #handle} would do when a record is replayed, in plain words that name no person, and does nothing.
     *
     * @throws RuntimeException if that cannot be told
     */
    String examine(ConsumerRecord<String, byte[]> record) throws InterruptedException;
}
