package dev.muster.sandbox.chaos;

import dev.muster.sandbox.chaos.Workspace.Message;
import dev.muster.sandbox.emulator.Json;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A team whose standup takes place again and again, each run on a day of its own; its members answer, edit, skip, are silent or
 * late, and try again where something did not get through.
 */
final class StandupTeam {

    private static final String BOT = "U0MUSTER";
    private static final int SIZE = 5;

    private static final Duration SETTING_UP = Duration.ofMinutes(10);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /** Longer than a slow machine takes to start again all that a fault has ended. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final URI slack;
    private final List<URI> gateways;
    private final Workspace workspace;
    private final Witness witness;
    private final ExecutorService threads;
    private final Random random;
    private final String standup;
    private final String channel;
    private final List<String> members;
    private final Http people = new Http();
    private final Http operator;
    private int turn;

    /** What a member does with a run. */
    private enum Way {
        ANSWERS,
        EDITS,
        SKIPS,
        IS_SILENT,
        IS_LATE
    }

    /** Where a team is at work, and who looks on. */
    record Place(
            URI slack,
            List<URI> gateways,
            String operatorToken,
            Workspace workspace,
            Witness witness,
            ExecutorService threads) {}

    StandupTeam(Place place, int number, long seed) {
        this.slack = place.slack();
        this.gateways = place.gateways();
        this.workspace = place.workspace();
        this.witness = place.witness();
        this.threads = place.threads();
        this.operator = new Http(Map.of("Authorization", "Bearer " + place.operatorToken()));
        this.random = new Random(seed + number);
        this.standup = "team-" + number;
        this.channel = "C0TEAM" + number;
        this.members = IntStream.rangeClosed(1, SIZE)
                .mapToObj(member -> "U0TEAM" + number + "M" + member)
                .toList();
    }

    /** Has the team be there, and its standup be defined. */
    void prepare() {
        people.must(
                "PUT",
                slack.resolve("sandbox/members"),
                Map.of(
                        "members",
                        members.stream()
                                .map(id -> Map.of("id", id, "name", id.toLowerCase(Locale.ROOT), "channels", List.of()))
                                .toList()));
        people.must(
                "PUT",
                slack.resolve("sandbox/channels"),
                Map.of(
                        "channels",
                        List.of(Map.of(
                                "id", channel,
                                "name", standup,
                                "members",
                                        Stream.concat(Stream.of(BOT), members.stream())
                                                .toList()))));
        var definition = Map.of(
                "name",
                "Standup of " + standup,
                "channel",
                channel,
                "questions",
                List.of("What did you do?", "What will you do?", "What is in the way?"),
                "days",
                List.of("MONDAY"),
                "askAt",
                "08:00",
                "reportAt",
                "10:00",
                "zone",
                "UTC",
                "enabled",
                false);
        if (!Pause.insist(SETTING_UP, BETWEEN_TRIES, () -> operate("PUT", "api/standups/" + standup, definition))) {
            throw new IllegalStateException("the standup " + standup + " cannot be defined");
        }
    }

    /** Holds one run after the other until everybody is sent home; the last is brought to its end. */
    void run(Pause pause, LocalDate first) {
        for (var date = first; pause.pause(Duration.ofMillis(500 + random.nextInt(2500))); date = date.plusDays(1)) {
            hold(date);
        }
    }

    private void hold(LocalDate date) {
        var runId = standup + "|" + date;
        if (!fire("ASK", date)) {
            return;
        }
        witness.began(runId);
        var late = new ArrayList<String>();
        var atWork = new ArrayList<CompletableFuture<Void>>();
        for (var member : members) {
            var way = way();
            if (way == Way.IS_LATE) {
                late.add(member);
                // Nobody is asked any more once the run is closed.
                atWork.add(CompletableFuture.runAsync(() -> awaitAsked(runId, member), threads));
            } else if (way != Way.IS_SILENT) {
                var delay = Duration.ofMillis(random.nextInt(4000));
                atWork.add(CompletableFuture.runAsync(() -> take(way, runId, member, delay), threads));
            }
        }
        atWork.forEach(CompletableFuture::join);
        if (random.nextInt(4) == 0) {
            fire("REMIND", date);
        }
        fire("CLOSE", date);
        late.forEach(member -> take(Way.ANSWERS, runId, member, Duration.ofSeconds(1)));
    }

    private Way way() {
        var lot = random.nextInt(100);
        return lot < 50
                ? Way.ANSWERS
                : lot < 68 ? Way.EDITS : lot < 82 ? Way.SKIPS : lot < 90 ? Way.IS_LATE : Way.IS_SILENT;
    }

    private void take(Way way, String runId, String member, Duration delay) {
        var asked = awaitAsked(runId, member);
        if (asked == null || !Pause.rest(delay)) {
            witness.count("members never asked in time");
            return;
        }
        switch (way) {
            case SKIPS -> insist(() -> skips(runId, member, asked));
            case ANSWERS, IS_LATE -> answer(runId, member, asked, "open_report", "did");
            case EDITS -> {
                answer(runId, member, asked, "open_report", "did");
                var thanked = Pause.until(PATIENCE, () -> {
                    var message = asked(runId, member);
                    return message != null && message.says("\"edit\"") ? message : null;
                });
                if (thanked != null) {
                    answer(runId, member, thanked, "edit", "changed");
                }
            }
            case IS_SILENT -> {}
        }
    }

    private @Nullable Message awaitAsked(String runId, String member) {
        return Pause.until(PATIENCE, () -> asked(runId, member));
    }

    private @Nullable Message asked(String runId, String member) {
        return workspace.message("prompt:" + runId + ":" + member + ":ask");
    }

    private void answer(String runId, String member, Message message, String action, String verb) {
        var texts = List.of(member + " " + verb + " what was to be done on " + runId, "More of it", "");
        insist(() -> answers(runId, member, message, action, texts));
    }

    private void insist(BooleanSupplier attempt) {
        if (!Pause.insist(PATIENCE, BETWEEN_TRIES, attempt)) {
            witness.count("members who gave up");
        }
    }

    private boolean answers(String runId, String member, Message message, String action, List<String> texts) {
        var view = press(member, message, action).path("view");
        if (!view.path("private_metadata").asString("").equals(runId) || !view.has("submit")) {
            close(member, view);
            return false;
        }
        var seen = act(
                member, "submissions", Map.of("view_id", view.path("id").asString(), "values", values(view, texts)));
        var taken = isAcknowledged(seen) && seen.path("view").isNull();
        if (taken) {
            witness.answered(runId, member, texts);
        } else {
            witness.count("forms that stayed open");
            close(member, view);
        }
        return taken;
    }

    private static Map<String, Object> values(JsonNode view, List<String> texts) {
        var values = new LinkedHashMap<String, Object>();
        var rest = texts.iterator();
        for (var block : view.path("blocks")) {
            if (block.path("type").asString("").equals("input") && rest.hasNext()) {
                values.put(
                        block.path("block_id").asString(),
                        Map.of(block.path("element").path("action_id").asString(), rest.next()));
            }
        }
        return values;
    }

    private boolean skips(String runId, String member, Message message) {
        var seen = press(member, message, "skip_today");
        var view = seen.path("view");
        var taken =
                isAcknowledged(seen) && view.isNull() && seen.path("ephemeral").isNull();
        if (taken) {
            witness.skipped(runId, member);
        }
        close(member, view);
        return taken;
    }

    private static boolean isAcknowledged(JsonNode seen) {
        return seen.path("acknowledged").asBoolean(false) && seen.path("errors").isEmpty();
    }

    private JsonNode press(String member, Message message, String action) {
        return act(member, "actions", Map.of("channel", message.channel(), "ts", message.ts(), "action_id", action));
    }

    private void close(String member, JsonNode view) {
        if (view.path("id").isString()) {
            act(member, "closings", Map.of("view_id", view.path("id").asString(), "all", true));
        }
    }

    private JsonNode act(String member, String what, Map<String, ?> details) {
        return people.tries(
                        "POST",
                        slack.resolve("sandbox/members/" + member + "/" + what),
                        Json.MAPPER.writeValueAsString(details))
                .map(Http.Reply::json)
                .orElseGet(Json.MAPPER::createObjectNode);
    }

    /** Fires a phase by hand. It bears repetition, since a run has each phase once. */
    private boolean fire(String phase, LocalDate date) {
        return Pause.insist(
                PATIENCE,
                BETWEEN_TRIES,
                () -> operate(
                        "POST", "api/standups/" + standup + "/ticks", Map.of("phase", phase, "date", date.toString())));
    }

    private boolean operate(String method, String path, Map<String, ?> body) {
        var gateway = gateways.get(turn++ % gateways.size());
        return operator.tries(method, gateway.resolve(path), Json.MAPPER.writeValueAsString(body))
                .filter(Http.Reply::isFine)
                .isPresent();
    }
}
