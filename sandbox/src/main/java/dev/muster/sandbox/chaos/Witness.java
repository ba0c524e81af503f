package dev.muster.sandbox.chaos;

import dev.muster.sandbox.chaos.check.AcceptedAnswer;
import dev.muster.sandbox.chaos.check.AcceptedSignup;
import dev.muster.sandbox.chaos.check.AcceptedSkip;
import dev.muster.sandbox.chaos.check.Sighting;
import dev.muster.sandbox.chaos.check.Suspension;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Notes what people were promised, what they saw and what was done to Muster; from many threads at once. */
final class Witness {

    private final InstantSource clock;
    private final List<AcceptedSignup> signups = new ArrayList<>();
    private final List<AcceptedAnswer> answers = new ArrayList<>();
    private final List<AcceptedSkip> skips = new ArrayList<>();
    private final List<String> runs = new ArrayList<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<Suspension> suspensions = new ArrayList<>();
    private final Map<String, Instant> suspended = new HashMap<>();
    private final Map<String, Sighting> last = new HashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    Witness(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void accepted(String signupId, String email) {
        signups.add(new AcceptedSignup(signupId, email, clock.instant()));
    }

    synchronized void answered(String runId, String userId, List<String> given) {
        answers.add(new AcceptedAnswer(runId, userId, given, clock.instant()));
    }

    synchronized void skipped(String runId, String userId) {
        skips.add(new AcceptedSkip(runId, userId, clock.instant()));
    }

    /** A process stands still from now on. */
    synchronized void suspended(String process) {
        suspended.put(process, clock.instant());
    }

    /** A process goes on, if it stood still. */
    synchronized void resumed(String process) {
        var since = suspended.remove(process);
        if (since != null) {
            suspensions.add(new Suspension(process, since, clock.instant()));
        }
    }

    /** Somebody saw something; seeing the same again is not worth a note. */
    synchronized void saw(String entity, String watcher, long sequence, String document) {
        var before = last.get(entity + " " + watcher);
        if (before == null
                || before.sequence() != sequence
                || !before.document().equals(document)) {
            var sighting = new Sighting(entity, watcher, clock.instant(), sequence, document);
            last.put(entity + " " + watcher, sighting);
            sightings.add(sighting);
        }
    }

    /** What a watcher saw of something last, as a sequence; 0 where that is nothing. */
    synchronized long lastSequence(String entity, String watcher) {
        var before = last.get(entity + " " + watcher);
        return before == null ? 0 : before.sequence();
    }

    synchronized void began(String runId) {
        runs.add(runId);
    }

    /** Something did not get through; it is only counted. */
    synchronized void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** What was only counted, in words. */
    synchronized String told() {
        return counts.isEmpty()
                ? "nothing"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }

    synchronized int signups() {
        return signups.size();
    }

    synchronized int answers() {
        return answers.size();
    }

    synchronized int skips() {
        return skips.size();
    }

    synchronized int runs() {
        return runs.size();
    }

    synchronized List<Sighting> sightings() {
        return List.copyOf(sightings);
    }

    synchronized List<AcceptedSignup> acceptedSignups() {
        return List.copyOf(signups);
    }

    synchronized List<AcceptedAnswer> acceptedAnswers() {
        return List.copyOf(answers);
    }

    synchronized List<AcceptedSkip> acceptedSkips() {
        return List.copyOf(skips);
    }

    synchronized List<Suspension> suspensions() {
        return List.copyOf(suspensions);
    }
}
