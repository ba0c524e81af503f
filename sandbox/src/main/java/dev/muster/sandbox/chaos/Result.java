package dev.muster.sandbox.chaos;

import dev.muster.sandbox.chaos.check.Evidence;
import dev.muster.sandbox.chaos.check.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of a run.
 *
 * @param load what people did, in figures
 * @param counted what did not get through to them, in figures
 * @param faults how many faults of each kind were done
 * @param settling how long everything took to settle
 * @param unsettled what had not settled by then
 */
public record Result(
        ChaosOptions options,
        Evidence evidence,
        String load,
        String counted,
        Map<String, Integer> faults,
        Duration settling,
        List<String> unsettled,
        List<Verdict> verdicts) {

    private static final int LONGEST_LINE = 220;
    private static final int MOST_VIOLATIONS = 50;

    public Result {
        faults = Map.copyOf(faults);
        unsettled = List.copyOf(unsettled);
        verdicts = List.copyOf(verdicts);
    }

    /** Whether everything settled and every check holds. */
    public boolean holds() {
        return unsettled.isEmpty() && !verdicts.isEmpty() && verdicts.stream().allMatch(Verdict::holds);
    }

    /** Everything that a check did not find as it ought to be, a line each. */
    public List<String> violations() {
        var lines = new ArrayList<String>();
        unsettled.forEach(what -> lines.add("not settled: " + what));
        for (var verdict : verdicts) {
            verdict.violations().stream()
                    .limit(MOST_VIOLATIONS)
                    .forEach(violation -> lines.add("check " + verdict.number() + ": " + violation));
            if (verdict.violations().size() > MOST_VIOLATIONS) {
                lines.add("check " + verdict.number() + ": and "
                        + (verdict.violations().size() - MOST_VIOLATIONS) + " more");
            }
        }
        return lines;
    }

    /** The figures, the checks and the seed, in fewer than twenty lines. */
    public List<String> summary() {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(options.toString());
        lines.add("  people     " + load);
        lines.add("  not taken  " + counted);
        lines.add("  faults     "
                + faults.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(fault -> fault.getKey() + " " + fault.getValue())
                        .collect(Collectors.joining(", ")));
        lines.add("  settling   " + settling.toSeconds() + " s"
                + (unsettled.isEmpty() ? "" : ", and then not settled: " + unsettled.getFirst()));
        for (var verdict : verdicts) {
            lines.add(cut("  " + verdict.number() + (verdict.holds() ? " holds  " : " FAILS  ") + verdict.claim()
                    + (verdict.figures().isEmpty() ? "" : ": " + String.join("; ", verdict.figures()))));
        }
        lines.add(holds() ? "Everything holds." : "Not everything holds; what was found stands above.");
        lines.add("The same again: " + options.again());
        return lines;
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…";
    }
}
