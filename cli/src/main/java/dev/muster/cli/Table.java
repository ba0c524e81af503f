package dev.muster.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Columns, each as wide as what stands in it. */
final class Table {

    private static final String BETWEEN = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... titles) {
        rows.add(List.of(titles));
    }

    /** Adds a row of as many cells as there are titles. */
    void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** The table, line by line, with nothing after the last cell of each. */
    List<String> lines() {
        var widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (var column = 0; column < widths.length; column++) {
            var cell = row.get(column);
            line.append(cell).repeat(' ', widths[column] - cell.length()).append(BETWEEN);
        }
        return line.toString().stripTrailing();
    }
}
