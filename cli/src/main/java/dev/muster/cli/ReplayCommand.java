package dev.muster.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./muster replay}: has a consumer group's part of the log gone over again. */
@Command(
        name = "replay",
        synopsisSubcommandLabel = "COMMAND",
        description = "Go over a consumer group's part of the log again, while the group itself goes on.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./muster replay dry-run slack-service.invites --from 2026-11-19T00:00:00Z",
            "  ./muster replay heal slack-service.invites --from 2026-11-19T00:00:00Z",
            "  ./muster replay rebuild signup-gateway.records",
            "  ./muster replay list"
        })
final class ReplayCommand {

    private static final String DETACH = "do not wait for the end";
    private static final String GROUP = "a consumer group, such as slack-service.invites";

    private final Cli cli;

    /** Which piece of the log a replay goes over. */
    static final class Piece {

        @Option(
                names = "--from",
                paramLabel = "PLACE",
                description = "where to begin: a time such as 2026-11-20T08:00:00Z, the id of an event, or beginning"
                        + " (which it is unless you say)")
        private @Nullable String from;

        @Option(
                names = "--to",
                paramLabel = "PLACE",
                description = "where to end: a time, or the id of an event; unless you say, what is there now")
        private @Nullable String to;

        @Option(
                names = "--only",
                paramLabel = "KEY",
                description = "only what has this key, such as a sign-up's id; may be given several times")
        private List<String> only = List.of();

        private ObjectNode addTo(ObjectNode order) {
            if (from != null) {
                order.put("from", from);
            }
            if (to != null) {
                order.put("to", to);
            }
            if (!only.isEmpty()) {
                only.forEach(order.withArray("only")::add);
            }
            return order;
        }
    }

    ReplayCommand(Cli cli) {
        this.cli = cli;
    }

    @Command(description = "Do what is not done: what is done stays done, what was rejected is tried again.")
    int heal(
            @Mixin Connection connection,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Mixin Piece piece,
            @Option(names = "--detach", description = DETACH) boolean detach) {
        return begin(connection, piece.addTo(order(group, "heal")), detach);
    }

    @Command(name = "dry-run", description = "Say what heal would do, record by record, and do nothing.")
    int dryRun(
            @Mixin Connection connection,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Mixin Piece piece,
            @Option(names = "--detach", description = DETACH) boolean detach) {
        return begin(connection, piece.addTo(order(group, "dry-run")), detach);
    }

    @Command(
            description =
                    "Build a group's view anew beside the live one, and put it in its place. Nobody outside is called.")
    int rebuild(
            @Mixin Connection connection,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Option(names = "--detach", description = DETACH) boolean detach) {
        return begin(connection, order(group, "rebuild"), detach);
    }

    @Command(description = "List the replays of the last 90 days, newest first.")
    int list(@Mixin Connection connection) {
        try (var gateway = cli.open(connection)) {
            var listing = gateway.get("api/replays");
            if (connection.isForScripts()) {
                cli.screen().say(listing.toString());
                return 0;
            }
            var table = new Table("REPLAY", "GROUP", "MODE", "STATE", "DONE", "CALLED", "REJECTED");
            var replays = listing.path("replays");
            for (var replay : replays) {
                table.add(
                        replay.path("replayId").asString(),
                        replay.path("group").asString(),
                        replay.path("mode").asString(),
                        replay.path("state").asString(),
                        replay.path("done").asLong() + " of "
                                + replay.path("all").asLong(),
                        Long.toString(replay.path("called").asLong()),
                        Long.toString(replay.path("rejected").asLong()));
            }
            table.lines().forEach(cli.screen()::say);
            cli.screen().sayIfCut(replays.size(), listing.path("total").asLong());
            return 0;
        }
    }

    @Command(description = "Show how far a replay is, or what came of it.")
    int show(
            @Mixin Connection connection,
            @Parameters(paramLabel = "REPLAY", description = "its id") String replayId,
            @Option(names = "--follow", description = "wait for its end") boolean follow) {
        try (var gateway = cli.open(connection)) {
            if (follow) {
                return follow(connection, gateway, replayId);
            }
            var replay = gateway.get(pathOf(replayId));
            if (connection.isForScripts()) {
                cli.screen().say(replay.toString());
                return 0;
            }
            cli.screen()
                    .say(replay.path("mode").asString() + " of "
                            + replay.path("group").asString() + ": "
                            + replay.path("state").asString());
            cli.screen().say(isOver(replay) ? Bar.summary(replay) : Bar.line(replay));
            partitions(replay).lines().forEach(cli.screen()::say);
            return 0;
        }
    }

    private static Table partitions(JsonNode replay) {
        var table = new Table("PARTITION", "FROM", "POSITION", "TO", "RECORDS", "WAITS");
        for (var partition : replay.path("partitions")) {
            table.add(
                    partition.path("partition").asString(),
                    Long.toString(partition.path("from").asLong()),
                    Long.toString(partition.path("position").asLong()),
                    Long.toString(partition.path("to").asLong()),
                    Long.toString(partition.path("records").asLong()),
                    partition.path("waiting").asString(""));
        }
        return table;
    }

    @Command(description = "Stop a replay where it is. What it has done stays done.")
    int cancel(
            @Mixin Connection connection, @Parameters(paramLabel = "REPLAY", description = "its id") String replayId) {
        try (var gateway = cli.open(connection)) {
            var answer = gateway.delete(pathOf(replayId));
            cli.screen().say(connection.isForScripts() ? answer.toString() : replayId + " is cancelled.");
            return 0;
        }
    }

    private static ObjectNode order(String group, String mode) {
        return Gateway.JSON.createObjectNode().put("group", group).put("mode", mode);
    }

    private int begin(Connection connection, JsonNode order, boolean detach) {
        try (var gateway = cli.open(connection)) {
            return begun(connection, gateway, gateway.post("api/replays", order), detach);
        }
    }

    /** What follows when a gateway has taken an order: the replay's id is told, and its end awaited. */
    int begun(Connection connection, Gateway gateway, JsonNode answer, boolean detach) {
        var replayId = answer.path("replayId").asString();
        if (detach) {
            cli.screen()
                    .say(
                            connection.isForScripts()
                                    ? answer.toString()
                                    : replayId + " is ordered. Look at it with ./muster replay show " + replayId);
            return 0;
        }
        if (!connection.isForScripts()) {
            cli.screen().say("Replay " + replayId);
        }
        return follow(connection, gateway, replayId);
    }

    private int follow(Connection connection, Gateway gateway, String replayId) {
        var replay = cli.watch(gateway).follow(replayId, connection.isForScripts());
        gateway.lines(pathOf(replayId) + "/findings", finding -> cli.screen()
                .say(connection.isForScripts() ? finding.toString() : spoken(finding)));
        cli.screen().say(connection.isForScripts() ? replay.toString() : Bar.summary(replay));
        return replay.path("state").asString().equals("completed") ? 0 : 1;
    }

    private static String spoken(JsonNode finding) {
        return String.join(
                "  ",
                finding.path("record").asString(),
                finding.path("key").asString(""),
                finding.path("says").asString());
    }

    private static boolean isOver(JsonNode replay) {
        return replay.path("endedAt").isString();
    }

    private static String pathOf(String replayId) {
        return "api/replays/" + Gateway.part(replayId);
    }
}
