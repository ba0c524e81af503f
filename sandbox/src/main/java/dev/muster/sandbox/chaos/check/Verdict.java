package dev.muster.sandbox.chaos.check;

import java.util.List;

/**
 * What one of the checks found.
 *
 * @param number of the check, from 1
 * @param claim the sentence that is checked
 * @param figures what was counted, a line each
 * @param violations where the claim does not hold, a line each; empty where it holds
 */
public record Verdict(int number, String claim, boolean holds, List<String> figures, List<String> violations) {

    public Verdict {
        figures = List.copyOf(figures);
        violations = List.copyOf(violations);
    }
}
