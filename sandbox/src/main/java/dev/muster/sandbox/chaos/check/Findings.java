package dev.muster.sandbox.chaos.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a check finds on its way to a verdict. */
final class Findings {

    private final int number;
    private final String claim;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();

    Findings(int number, String claim) {
        this.number = number;
        this.claim = claim;
    }

    /** Adds to a figure, which is there from then on even if it is 0. */
    void count(String figure, long more) {
        counts.merge(figure, more, Long::sum);
    }

    void count(String figure) {
        count(figure, 1);
    }

    /** Something is not as claimed. */
    void violated(String violation) {
        violations.add(violation);
    }

    Verdict verdict() {
        var figures = counts.entrySet().stream()
                .map(count -> count.getKey() + ": " + count.getValue())
                .toList();
        return new Verdict(number, claim, violations.isEmpty(), figures, violations);
    }
}
