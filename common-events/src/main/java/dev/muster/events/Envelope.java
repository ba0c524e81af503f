package dev.muster.events;

import java.time.Instant;

/**
 * An event with what its CloudEvents envelope says about it.
 *
 * @param id unique for the source; derived from the cause where there is one, so that a repeat is recognisable
 * @param source the service that published it, such as {@code /muster/slack-service}
 * @param time when it happened
 * @param event the event
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0.2</a>
 */
public record Envelope<E extends MusterEvent>(String id, String source, Instant time, E event) {}
