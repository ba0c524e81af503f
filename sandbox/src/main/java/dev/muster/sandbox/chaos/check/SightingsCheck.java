package dev.muster.sandbox.chaos.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Check 6: what a person sees of something never goes back behind what they saw of it before. */
final class SightingsCheck {

    private static final Set<String> SETTLED = Set.of("succeeded", "rejected");

    private final JsonMapper json = new JsonMapper();
    private final Findings findings = new Findings(6, "what a person sees never goes backwards");

    private SightingsCheck() {}

    static Verdict of(List<Sighting> sightings) {
        var check = new SightingsCheck();
        check.findings.count("sightings", sightings.size());
        var last = new LinkedHashMap<String, Sighting>();
        for (var sighting : sightings) {
            var before = last.put(sighting.watcher() + "\n" + sighting.entity(), sighting);
            if (before != null) {
                check.compare(before, sighting);
            }
        }
        check.findings.count("watchers of something", last.size());
        return check.findings.verdict();
    }

    private void compare(Sighting before, Sighting now) {
        if (now.sequence() < before.sequence()) {
            findings.violated("%s, seen by %s at %s: %d after %d at %s"
                    .formatted(now.entity(), now.watcher(), now.at(), now.sequence(), before.sequence(), before.at()));
        } else if (now.sequence() == before.sequence()) {
            var steps = stepsIn(now);
            stepsIn(before).forEach((step, earlier) -> {
                if (steps.containsKey(step)) {
                    compare(step, earlier, steps.get(step), now);
                }
            });
        }
    }

    /** Who was not tried yet is pending, or waits behind an outage, and may be pending again when that is over. */
    private void compare(String step, JsonNode before, JsonNode now, Sighting at) {
        var was = before.path("status").asString("");
        var is = now.path("status").asString("");
        var attemptsBefore = before.path("attempts").asInt(0);
        if ((SETTLED.contains(was) && !is.equals(was))
                || (was.equals("waiting") && attemptsBefore > 0 && is.equals("pending"))) {
            violated(at, step, is, was);
        }
        if (now.path("attempts").asInt(0) < attemptsBefore) {
            violated(at, step, now.path("attempts") + " attempts", before.path("attempts") + " attempts");
        }
    }

    private void violated(Sighting at, String step, String is, String was) {
        findings.violated("%s, seen by %s at %s: step %s is %s after %s, both at %d"
                .formatted(at.entity(), at.watcher(), at.at(), step, is, was, at.sequence()));
    }

    /** The steps of a sign-up's status; other documents have none. */
    private Map<String, JsonNode> stepsIn(Sighting sighting) {
        var steps = new LinkedHashMap<String, JsonNode>();
        try {
            json.readTree(sighting.document())
                    .path("steps")
                    .forEach(step -> steps.put(step.path("step").asString(""), step));
        } catch (JacksonException _) {
            // A document that is no JSON has no steps.
        }
        return steps;
    }
}
