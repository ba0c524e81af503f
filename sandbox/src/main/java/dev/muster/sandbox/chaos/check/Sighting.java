package dev.muster.sandbox.chaos.check;

import java.time.Instant;

/**
 * What a person saw of something at one moment; a watcher's sightings of an entity stand in the order in which they were
 * seen.
 *
 * @param entity what was looked at: {@code signup:<signupId>} or {@code report:<runId>}
 * @param watcher who looked, and how: one connection or one person who asks again and again
 * @param sequence what must never go back: of a status twice the milliseconds at which the sign-up was made that it shows, one
 *     more than the last where a later sign-up is announced and not known yet; of a report how many have answered, which grows
 *     with each revision
 * @param document what was seen, as it came
 */
public record Sighting(String entity, String watcher, Instant at, long sequence, String document) {}
