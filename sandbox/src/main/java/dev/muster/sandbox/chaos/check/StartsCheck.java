package dev.muster.sandbox.chaos.check;

import java.util.Map;

/** Check 7: no process ends by itself, and so none is started again and again. */
public final class StartsCheck {

    private StartsCheck() {}

    /**
     * Compares how often each process was started with how often it was ended, from outside.
     *
     * @param ended those that nobody ended are missing
     */
    public static Verdict of(Map<String, Integer> starts, Map<String, Integer> ended) {
        var findings = new Findings(7, "no process ends but by a fault");
        starts.forEach((process, started) -> {
            int again = started - 1;
            int due = ended.getOrDefault(process, 0);
            findings.count("started again", again);
            findings.count("faults that end a process", due);
            // Two faults may end the same life.
            if (again > due) {
                findings.violated(process + " was started again " + again + " times, after " + due + " faults");
            }
        });
        return findings.verdict();
    }
}
