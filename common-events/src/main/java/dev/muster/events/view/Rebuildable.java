package dev.muster.events.view;

import org.apache.kafka.common.TopicPartition;

/** A view that can be built anew on demand while its listeners go on. */
public interface Rebuildable {

    /** The consumer group that keeps the view. */
    String group();

    /**
     * Builds the view anew beside the live one and swaps it in. Where another instance builds it, waits until that is done, or
     * takes over when that instance is gone.
     *
     * @throws InterruptedException if it is called off: what was built is dropped, and the live view goes on
     * @throws RuntimeException if Kafka or the document store does not answer, likewise
     */
    void rebuild(Progress progress) throws InterruptedException;

    /** Hears how far building has come. */
    @FunctionalInterface
    interface Progress {

        /**
         * Everything before a position is taken.
         *
         * @param end where the partition ended when that was last asked
         */
        void at(TopicPartition partition, long position, long end);
    }
}
