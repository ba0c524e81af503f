package dev.muster.sandbox.chaos.check;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A run recomputed from its history, by the rules that {@code docs/events.md} gives to whoever folds it. */
final class RunHistory {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String runId;
    private final Map<String, Answered> answered = new HashMap<>();
    private final Set<String> skipped = new HashSet<>();
    private final Map<String, Long> firstDone = new HashMap<>();
    private final Map<String, Event> lastDone = new HashMap<>();
    private final Set<String> types = new HashSet<>();
    private final List<ObjectNode> reports = new ArrayList<>();
    private @Nullable Event opening;
    private @Nullable Event reminder;
    private @Nullable Event closing;

    /** A member's answers that count, since which sequence they have any, and whether the first came late. */
    private record Answered(String userId, long first, long latest, JsonNode answers, boolean late) {}

    private RunHistory(String runId) {
        this.runId = runId;
    }

    /** The runs that have a history, by their ids. */
    static Map<String, RunHistory> of(Topics topics) {
        var histories = new TreeMap<String, RunHistory>();
        topics.of(Topics.RUNS)
                .forEach(event ->
                        histories.computeIfAbsent(event.key(), RunHistory::new).take(event));
        return histories;
    }

    private void take(Event event) {
        types.add(event.type());
        switch (event.type()) {
            case "RunOpened" -> opening = opening == null ? event : opening;
            case "RunReminded" -> reminder = isOpen() && reminder == null ? event : reminder;
            case "RunClosed" -> closing = isOpen() ? event : closing;
            case "AnswersRecorded" -> ofMember(event).ifPresent(userId -> answered(userId, event));
            case "MemberSkipped" -> ofMember(event).ifPresent(skipped::add);
            default -> {
                return;
            }
        }
        report();
    }

    private boolean isOpen() {
        return opening != null && closing == null;
    }

    private Optional<String> ofMember(Event event) {
        var userId = event.text("userId");
        if (!members().contains(userId)) {
            return Optional.empty();
        }
        firstDone.putIfAbsent(userId, event.offset());
        lastDone.put(userId, event);
        return Optional.of(userId);
    }

    private void answered(String userId, Event event) {
        var sequence = event.number("sequence");
        var answers = event.data().path("answers");
        var before = answered.get(userId);
        answered.put(
                userId,
                before == null
                        ? new Answered(userId, sequence, sequence, answers, closing != null)
                        : new Answered(
                                userId,
                                Math.min(before.first(), sequence),
                                Math.max(before.latest(), sequence),
                                sequence > before.latest() ? answers : before.answers(),
                                before.late()));
    }

    /** Adds a report where this history now comes to another one. */
    private void report() {
        if (opening == null || closing == null) {
            return;
        }
        var report = JSON.objectNode()
                .put("runId", runId)
                .put("name", opening.text("name"))
                .put("channel", opening.text("channel"));
        report.set("closedAt", closing.data().path("closedAt"));
        var entries = report.putArray("entries");
        answered.values().stream()
                .sorted(comparingLong(Answered::first).thenComparing(Answered::userId))
                .forEach(member -> entries.addObject()
                        .put("userId", member.userId())
                        .put("late", member.late())
                        .set("answers", member.answers()));
        var silent = report.putArray("missing");
        var left = report.putArray("skipped");
        members().stream()
                .filter(userId -> !answered.containsKey(userId))
                .forEach(userId -> (skipped.contains(userId) ? left : silent).add(userId));
        if (reports.isEmpty() || !reports.getLast().equals(report)) {
            reports.add(report);
        }
    }

    String runId() {
        return runId;
    }

    Optional<Event> opening() {
        return Optional.ofNullable(opening);
    }

    /** The reminder that counts. */
    Optional<Event> reminder() {
        return Optional.ofNullable(reminder);
    }

    /** The closing that counts. */
    Optional<Event> closing() {
        return Optional.ofNullable(closing);
    }

    String channel() {
        return opening == null ? "" : opening.text("channel");
    }

    List<String> members() {
        return opening == null
                ? List.of()
                : StreamSupport.stream(opening.data().path("members").spliterator(), false)
                        .map(JsonNode::asString)
                        .distinct()
                        .toList();
    }

    /** Whether a member had done nothing before that place in the history. */
    boolean isSilentBefore(String userId, long offset) {
        return firstDone.getOrDefault(userId, Long.MAX_VALUE) >= offset;
    }

    /** The last event that a member's direct message is to show, where there is one. */
    Optional<Event> lastToShow(String userId) {
        return Stream.of(Optional.ofNullable(lastDone.get(userId)), closing())
                .flatMap(Optional::stream)
                .max(comparingLong(Event::offset));
    }

    /** Whether the history has such an event, whether or not it counts. */
    boolean has(String type) {
        return types.contains(type);
    }

    /** Every report that the history came to, revision 1 first. */
    List<ObjectNode> reports() {
        return List.copyOf(reports);
    }

    /** What is to be posted of a report: each message's content by its part. */
    static Map<String, ObjectNode> postsOf(JsonNode report) {
        var posts = new TreeMap<String, ObjectNode>();
        var summary = JSON.objectNode().put("answered", report.path("entries").size());
        summary.set("skipped", report.path("skipped"));
        summary.set("missing", report.path("missing"));
        posts.put("summary", summary);
        report.path("entries").forEach(entry -> posts.put(entry.path("userId").asString(), (ObjectNode) entry));
        return posts;
    }
}
