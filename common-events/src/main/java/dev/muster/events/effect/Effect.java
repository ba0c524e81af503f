package dev.muster.events.effect;

import java.time.Instant;

/**
 * An outside effect that an event asks for.
 *
 * @param id names the effect: whatever asks for it again asks for the same
 * @param version what it brings about, where that can change, else empty: a done effect is called again only for another version
 * @param cause the id of the event that asks
 * @param sequence that event's offset in its partition, or the revision that it asks for: an effect moves only forward, to causes
 *     with a greater one
 * @param askedAt that event's time
 * @param again whether a rejection does not stand: the event is replayed to have it tried again
 */
public record Effect(String id, String version, String cause, long sequence, Instant askedAt, boolean again) {

    /** What an effect's id has between its parts. */
    static final char SEPARATOR = ':';

    /** The first part of its id, which says what kind of thing is done: {@code invite}, {@code post}. */
    String operation() {
        return operationOf(id);
    }

    /** The same of an id. */
    static String operationOf(String id) {
        return id.substring(0, Math.max(0, id.indexOf(SEPARATOR)));
    }
}
