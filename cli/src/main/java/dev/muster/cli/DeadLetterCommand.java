package dev.muster.cli;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code ./muster dlt}: looks into the dead letters, and has them handed over again. */
@Command(
        name = "dlt",
        synopsisSubcommandLabel = "COMMAND",
        description = "Look into the dead letters of the consumer groups, and have them handed over again.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./muster dlt list --group slack-service.invites",
            "  ./muster dlt show slack-service.invites 3@42",
            "  ./muster dlt redrive slack-service.invites 3@42",
            "  ./muster dlt redrive slack-service.invites --all --at-most 100"
        })
final class DeadLetterCommand {

    private static final String GROUP = "a consumer group, such as slack-service.invites";
    private static final int CUT = 60;

    private final Cli cli;

    @Spec
    private @Nullable CommandSpec spec;

    DeadLetterCommand(Cli cli) {
        this.cli = cli;
    }

    @Command(description = "List the dead letters, newest first.")
    int list(
            @Mixin Connection connection,
            @Option(names = "--group", paramLabel = "GROUP", description = "only those of this consumer group")
                    @Nullable String group,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            description = "as many at most, else 100",
                            defaultValue = "100")
                    int limit) {
        try (var gateway = cli.open(connection)) {
            var listing = gateway.get(
                    "api/dead-letters?limit=" + limit + (group == null ? "" : "&group=" + Gateway.part(group)));
            if (connection.isForScripts()) {
                cli.screen().say(listing.toString());
                return 0;
            }
            var letters = listing.path("deadLetters");
            if (letters.isEmpty()) {
                cli.screen().say("There are no dead letters.");
                return 0;
            }
            tableOf(letters).lines().forEach(cli.screen()::say);
            cli.screen().sayIfCut(letters.size(), listing.path("total").asLong());
            return 0;
        }
    }

    private static Table tableOf(JsonNode letters) {
        var table = new Table("GROUP", "LETTER", "KIND", "RECORD", "FIRST FAILED", "REASON", "REDRIVEN");
        for (var letter : letters) {
            table.add(
                    letter.path("group").asString(),
                    letter.path("letter").asString(),
                    letter.path("kind").asString(),
                    record(letter),
                    Instant.parse(letter.path("firstFailedAt").asString())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString(),
                    cut(letter.path("reason").asString()),
                    letter.path("redriven").path("says").asString("no"));
        }
        return table;
    }

    private static String record(JsonNode letter) {
        var source = letter.path("source");
        return source.isObject()
                ? source.path("topic").asString() + "-"
                        + source.path("partition").asInt() + "@"
                        + source.path("offset").asLong()
                : "?";
    }

    private static String cut(String text) {
        var line = text.lines().findFirst().orElse("");
        return line.length() <= CUT ? line : line.substring(0, CUT - 1) + "…";
    }

    @Command(description = "Show a dead letter: its headers, its bytes, and what was wrong with it.")
    int show(
            @Mixin Connection connection,
            @Parameters(paramLabel = "GROUP", description = GROUP) String group,
            @Parameters(paramLabel = "LETTER", description = "its partition and offset, such as 3@42") String letter) {
        try (var gateway = cli.open(connection)) {
            var whole = gateway.get("api/dead-letters/" + Gateway.part(group) + "/" + Gateway.part(letter));
            if (connection.isForScripts()) {
                cli.screen().say(whole.toString());
                return 0;
            }
            var table = new Table("dead letter", group + " " + letter);
            table.add("kind", whole.path("kind").asString());
            table.add("record", record(whole));
            table.add("key", whole.path("key").asString(""));
            table.add("reason", whole.path("reason").asString());
            table.add("first failed", whole.path("firstFailedAt").asString());
            table.add("last failed", whole.path("lastFailedAt").asString());
            table.add("redrives before", Integer.toString(whole.path("redrives").asInt()));
            table.add("redriven", redriven(whole.path("redriven")));
            whole.path("headers")
                    .forEach(header -> table.add("header " + header.path("name").asString(), bytes(header)));
            table.lines().forEach(cli.screen()::say);
            var value = whole.path("value");
            cli.screen().say(value.isObject() ? "value" + (value.has("text") ? "" : ", in Base64") : "no value");
            bytes(value).lines().forEach(line -> cli.screen().say("  " + line));
            return 0;
        }
    }

    private static String redriven(JsonNode redriven) {
        return redriven.isObject()
                ? redriven.path("says").asString() + " (" + redriven.path("at").asString() + ", replay "
                        + redriven.path("replayId").asString() + ")"
                : "no";
    }

    private static String bytes(JsonNode value) {
        return value.has("text")
                ? value.path("text").asString()
                : value.path("base64").asString("");
    }

    @Command(description = "Have dead letters handed over again, by the group itself.")
    int redrive(
            @Mixin Connection connection,
            @Parameters(index = "0", paramLabel = "GROUP", description = GROUP) String group,
            @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "LETTER",
                            description = "which: partition and offset, such as 3@42")
                    @Nullable List<String> letters,
            @Option(names = "--all", description = "all that were not redriven yet, the oldest first") boolean all,
            @Option(names = "--at-most", paramLabel = "N", description = "of all, as many at most, else 100") @Nullable Integer atMost,
            @Option(names = "--detach", description = "do not wait for the end") boolean detach) {
        if ((letters == null || letters.isEmpty()) != all) {
            throw misuse(all ? "Name letters, or give --all, not both" : "Name letters such as 3@42, or give --all");
        }
        if (atMost != null && !all) {
            throw misuse("--at-most goes with --all");
        }
        var order = Gateway.JSON.createObjectNode();
        if (all) {
            order.put("all", true);
        } else if (letters != null) {
            letters.forEach(order.withArray("letters")::add);
        }
        if (atMost != null) {
            order.put("atMost", atMost);
        }
        try (var gateway = cli.open(connection)) {
            var answer = gateway.post("api/dead-letters/" + Gateway.part(group) + "/redrive", order);
            if (!connection.isForScripts()) {
                var taken = answer.path("letters").asInt();
                cli.screen().say(taken == 1 ? "1 dead letter is redriven." : taken + " dead letters are redriven.");
            }
            return new ReplayCommand(cli).begun(connection, gateway, answer, detach);
        }
    }

    private ParameterException misuse(String words) {
        return new ParameterException(requireNonNull(spec).subcommands().get("redrive"), words);
    }
}
