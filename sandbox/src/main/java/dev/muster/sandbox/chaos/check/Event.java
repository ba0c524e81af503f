package dev.muster.sandbox.chaos.check;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A record of a topic, as any Kafka tool sees it.
 *
 * @param place where it stands
 * @param at the record's time
 * @param key the record's key
 * @param id what the envelope calls it, empty for a tombstone
 * @param type the event's type without its prefix, empty for a tombstone
 * @param data the value, a missing node for a tombstone
 */
record Event(Place place, Instant at, String key, String id, String type, JsonNode data) {

    /** Where a record stands in the log. */
    record Place(String topic, int partition, long offset) {

        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }

    boolean is(String expected) {
        return type.equals(expected);
    }

    String text(String field) {
        return data.path(field).asString("");
    }

    long number(String field) {
        return data.path(field).asLong(-1);
    }

    long offset() {
        return place.offset();
    }
}
