package dev.muster.events.kafka;

/**
 * A piece of a partition.
 *
 * @param begin the first offset of it
 * @param end the offset after it
 */
public record Range(long begin, long end) {

    /** How many offsets are in it. */
    public long length() {
        return end - begin;
    }

    /** As much of it as begins there at the earliest. */
    public Range from(long offset) {
        return new Range(Math.clamp(offset, begin, end), end);
    }
}
