package dev.muster.sandbox.chaos.check;

import static java.util.Comparator.comparingInt;

import java.util.List;
import java.util.stream.Stream;

/** What a run of the fault suite is held to. */
public final class Checks {

    private Checks() {}

    /**
     * The six checks of what is promised, in order. The fifth empties the document store under the running services and is made last; it takes until
     * they have rebuilt everything.
     */
    public static List<Verdict> of(Evidence evidence) {
        var journals = JournalsReader.read(evidence);
        var others = of(evidence, journals);
        var rebuilt = StoreRebuild.of(evidence.mongoUri());
        var afterwards = JournalsReader.read(evidence);
        var views = ViewsCheck.of(rebuilt.before(), rebuilt.after(), journals, afterwards);
        return Stream.concat(others.stream(), Stream.of(views))
                .sorted(comparingInt(Verdict::number))
                .toList();
    }

    /** The checks that leave everything as it is: all but the fifth. */
    public static List<Verdict> withoutTheRebuild(Evidence evidence) {
        return of(evidence, JournalsReader.read(evidence));
    }

    private static List<Verdict> of(Evidence evidence, Journals journals) {
        var topics = TopicsReader.read(evidence.kafka());
        return List.of(
                LogCheck.of(evidence.signups(), evidence.answers(), evidence.skips(), topics),
                EffectsCheck.of(topics, journals),
                OnceCheck.of(evidence.replicas(), evidence.suspensions(), topics, journals),
                ReportsCheck.of(topics, journals),
                SightingsCheck.of(evidence.sightings()));
    }
}
