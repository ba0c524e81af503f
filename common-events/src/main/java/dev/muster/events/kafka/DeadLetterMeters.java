package dev.muster.events.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the dead letters of groups. */
public final class DeadLetterMeters {

    private final MeterProvider<Counter> letters;

    /** Counts in a registry. */
    public DeadLetterMeters(MeterRegistry registry) {
        this.letters = Counter.builder("muster.dead.letters")
                .description("Dead letters that were written")
                .withRegistry(registry);
    }

    /** Begins at nothing, so that a group's first letter is seen to be one more. */
    public void expect(String group) {
        for (var kind : DeadLetter.Kind.values()) {
            counter(group, kind);
        }
    }

    /** One more letter. */
    public void written(String group, DeadLetter.Kind kind) {
        counter(group, kind).increment();
    }

    private Counter counter(String group, DeadLetter.Kind kind) {
        return letters.withTags("group", group, "kind", kind.label());
    }
}
