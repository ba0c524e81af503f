package dev.muster.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A replay in a line: how far it is, and at its end what came of it. */
final class Bar {

    private static final int WIDTH = 24;

    private Bar() {}

    /** How far it is. */
    static String line(JsonNode replay) {
        var all = replay.path("all").asLong();
        var done = replay.path("done").asLong();
        var parts = new ArrayList<String>();
        if (replay.path("state").asString().equals("waiting")) {
            parts.add("nobody has begun with it yet");
        } else {
            parts.add("%s of %s".formatted(grouped(done), grouped(all)));
        }
        var perSecond = replay.path("perSecond");
        if (perSecond.isNumber()) {
            parts.add(grouped(Math.round(perSecond.asDouble())) + "/s");
        }
        var remaining = replay.path("remainingSeconds");
        if (remaining.isNumber()) {
            parts.add(spoken(Duration.ofSeconds(remaining.asLong())) + " left");
        }
        parts.addAll(counts(replay));
        var waiting = replay.path("waiting").asString("");
        if (!waiting.isEmpty()) {
            parts.add("waits: " + waiting);
        }
        return drawn(done, all) + " " + String.join(", ", parts);
    }

    private static String drawn(long done, long all) {
        var full = all == 0 ? 0 : (int) (WIDTH * done / all);
        var percent = all == 0 ? 0 : 100 * done / all;
        return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + "%3d %%".formatted(percent);
    }

    /** What came of one that is over. */
    static String summary(JsonNode replay) {
        var parts = new ArrayList<String>();
        var passed =
                switch (replay.path("mode").asString()) {
                    case "dry-run" -> " looked at";
                    case "rebuild" -> " read";
                    default -> " handed over";
                };
        parts.add(counted(replay.path("records").asLong(), "record", "records") + passed);
        parts.addAll(counts(replay));
        var took = Duration.between(
                Instant.parse(replay.path("requestedAt").asString()),
                Instant.parse(replay.path("endedAt").asString()));
        var state = replay.path("state").asString();
        var begin =
                switch (state) {
                    case "completed" -> "Completed in ";
                    case "failed" -> "Failed after ";
                    default -> "Cancelled after ";
                };
        var detail = replay.path("detail").asString("");
        return begin + spoken(took) + ": " + String.join(", ", parts) + "." + (detail.isEmpty() ? "" : " " + detail);
    }

    private static List<String> counts(JsonNode replay) {
        var counts = new ArrayList<String>();
        add(counts, replay.path("called"), "called", "called");
        add(counts, replay.path("rejected"), "rejected", "rejected");
        add(counts, replay.path("deadLetters"), "dead letter", "dead letters");
        return counts;
    }

    private static void add(List<String> counts, JsonNode count, String one, String many) {
        if (count.asLong() > 0) {
            counts.add(counted(count.asLong(), one, many));
        }
    }

    private static String counted(long count, String one, String many) {
        return grouped(count) + " " + (count == 1 ? one : many);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String spoken(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }
}
