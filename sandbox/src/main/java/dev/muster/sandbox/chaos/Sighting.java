package dev.muster.sandbox.chaos;

import java.time.Instant;

/**
 * What a person saw of something at one moment; a watcher's sightings of an entity stand in the order in which they were
 * seen.
 *
 * @param entity what was looked at: {@code signup:<signupId>} or {@code report:<runId>}
 * @param watcher who looked, and how: one connection or one person who asks again and again
 * @param sequence the number that must never go back: a status document's, or a report's revision
 * @param document what was seen, as it came
 */
public record Sighting(String entity, String watcher, Instant at, long sequence, String document) {}
