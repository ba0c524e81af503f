package dev.muster.sandbox.chaos.check;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;

import dev.muster.sandbox.chaos.check.Event.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the log holds: the records of each topic, those of a partition in order, and which of them are dead letters.
 *
 * @param events by topic
 * @param deadLetters by consumer group, where the originals stand
 */
record Topics(Map<String, List<Event>> events, Map<String, Set<Place>> deadLetters) {

    static final String SIGNUPS = "muster.signups";
    static final String INVITES = "muster.slack-invites";
    static final String CONTACTS = "muster.crm-contacts";
    static final String TICKS = "muster.standup-ticks";
    static final String INTERACTIONS = "muster.slack-interactions";
    static final String RUNS = "muster.standup-runs";
    static final String PROMPTS = "muster.standup-prompts";
    static final String REPORTS = "muster.standup-reports";
    static final String POSTS = "muster.standup-posts";
    static final String DELIVERIES = "muster.slack-deliveries";

    /** Those that are read. */
    static final List<String> ALL =
            List.of(SIGNUPS, INVITES, CONTACTS, TICKS, INTERACTIONS, RUNS, PROMPTS, REPORTS, POSTS, DELIVERIES);

    Topics {
        events = Map.copyOf(events);
        deadLetters = Map.copyOf(deadLetters);
    }

    /** The records, in whatever order they were read. */
    static Topics of(List<Event> events, Map<String, Set<Place>> deadLetters) {
        var ordered = events.stream()
                .sorted(comparingInt((Event event) -> event.place().partition()).thenComparingLong(Event::offset))
                .collect(groupingBy(event -> event.place().topic()));
        return new Topics(ordered, deadLetters);
    }

    Stream<Event> of(String topic) {
        return events.getOrDefault(topic, List.of()).stream();
    }

    Stream<Event> of(String topic, String type) {
        return of(topic).filter(event -> event.is(type));
    }

    boolean isDeadLetter(String group, Place place) {
        return deadLetters.getOrDefault(group, Set.of()).contains(place);
    }

    /** The partitions of a topic in which records are missing that were there once. */
    Set<Integer> compacted(String topic) {
        var next = new HashMap<Integer, Long>();
        var compacted = new HashSet<Integer>();
        of(topic).forEach(event -> {
            var partition = event.place().partition();
            if (event.offset() != next.getOrDefault(partition, 0L)) {
                compacted.add(partition);
            }
            next.put(partition, event.offset() + 1);
        });
        return compacted;
    }
}
