package dev.muster.sandbox.chaos.check;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.muster.sandbox.chaos.check.Journals.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Check 4: the reports, what is asked to be posted of them, and what is in the channels, are what the log comes to. */
final class ReportsCheck {

    /** What a report says, beside its revision. */
    private static final List<String> FIELDS =
            List.of("runId", "name", "channel", "closedAt", "entries", "skipped", "missing");

    private final Map<String, List<Event>> reports;
    private final Map<String, List<Event>> posts;
    private final Map<String, List<Message>> messages;
    private final Outcomes outcomes;
    private final Findings findings =
            new Findings(4, "each run has one report of revision 1, and its last equals a recomputation from the log");

    private ReportsCheck(Topics topics, Journals journals) {
        this.reports = topics.of(Topics.REPORTS, "StandupReport").collect(groupingBy(Event::key));
        this.posts = topics.of(Topics.POSTS, "PostRequested").collect(groupingBy(Event::key));
        this.messages = journals.messages().stream()
                .sorted(comparing(Message::effectId))
                .collect(groupingBy(Message::effect));
        this.outcomes = Outcomes.of(topics);
    }

    static Verdict of(Topics topics, Journals journals) {
        var check = new ReportsCheck(topics, journals);
        var runs = RunHistory.of(topics);
        runs.values().forEach(check::run);
        check.reports.keySet().stream()
                .filter(runId -> !runs.containsKey(runId))
                .forEach(runId -> check.findings.violated("report of %s: the run has no history".formatted(runId)));
        return check.findings.verdict();
    }

    private void run(RunHistory run) {
        var expected = run.reports();
        var published = reports.getOrDefault(run.runId(), List.of());
        findings.count("runs closed", expected.isEmpty() ? 0 : 1);
        findings.count("revisions", expected.size());
        revisions(run, expected, published);
        posts(run, expected);
        if (!expected.isEmpty()) {
            channel(run, expected.getLast());
        }
    }

    private void revisions(RunHistory run, List<ObjectNode> expected, List<Event> published) {
        for (var revision = 1; revision <= expected.size(); revision++) {
            var its = withRevision(published, revision);
            if (its.size() != 1) {
                findings.violated("report of %s: revision %d is in %s %d times, %s, expected once"
                        .formatted(run.runId(), revision, Topics.REPORTS, its.size(), placesOf(its)));
            }
            var content = expected.get(revision - 1);
            its.stream()
                    .filter(event -> !contentOf(event.data()).equals(contentOf(content)))
                    .forEach(event -> findings.violated("report of %s at %s: %s differ from what the history comes to"
                            .formatted(run.runId(), event.place(), differing(event.data(), content))));
        }
        published.stream()
                .filter(event -> event.number("revision") > expected.size() || event.number("revision") < 1)
                .forEach(event -> findings.violated("report of %s at %s: revision %d, where the history comes to %d"
                        .formatted(run.runId(), event.place(), event.number("revision"), expected.size())));
    }

    /** A message is asked for where it is new or differs, once with each such revision. */
    private void posts(RunHistory run, List<ObjectNode> expected) {
        var before = new HashMap<String, ObjectNode>();
        var asked = new ArrayList<>(posts.getOrDefault(run.runId(), List.of()));
        for (var revision = 1; revision <= expected.size(); revision++) {
            for (var post : RunHistory.postsOf(expected.get(revision - 1)).entrySet()) {
                if (!post.getValue().equals(before.put(post.getKey(), post.getValue()))) {
                    post(run, post.getKey(), revision, post.getValue(), asked);
                }
            }
        }
        asked.forEach(event -> findings.violated("post of %s, part %s at %s: revision %d does not ask for it"
                .formatted(run.runId(), event.text("part"), event.place(), event.number("revision"))));
    }

    private void post(RunHistory run, String part, int revision, ObjectNode content, List<Event> asked) {
        var its = withRevision(asked, revision).stream()
                .filter(event -> event.text("part").equals(part))
                .toList();
        asked.removeAll(its);
        if (its.size() != 1) {
            findings.violated("post of %s, part %s: revision %d is in %s %d times, %s, expected once"
                    .formatted(run.runId(), part, revision, Topics.POSTS, its.size(), placesOf(its)));
        }
        var field = part.equals("summary") ? "summary" : "entry";
        its.stream()
                .filter(event -> !event.data().path(field).equals(content))
                .forEach(event ->
                        findings.violated("post of %s, part %s at %s: another content than the history comes to"
                                .formatted(run.runId(), part, event.place())));
    }

    /** What people see: each part that was not rejected shows the last revision, and nothing else is there. */
    private void channel(RunHistory run, ObjectNode report) {
        var expected = RunHistory.postsOf(report);
        for (var post : expected.entrySet()) {
            var part = post.getKey();
            if (!outcomes.isDone(EffectIds.ofPost(run.runId(), part))) {
                continue;
            }
            var its = messages.getOrDefault(EffectIds.ofPost(run.runId(), part), List.of());
            var shown = plain(its.stream().map(Message::text).collect(joining("\n")));
            findings.count("posts compared with what the channel shows");
            if (!its.isEmpty()
                    && !its.stream().allMatch(message -> message.channel().equals(run.channel()))) {
                findings.violated("post of %s, part %s: not in %s".formatted(run.runId(), part, run.channel()));
            }
            saidIn(part, post.getValue()).stream()
                    .filter(text -> !shown.contains(plain(text)))
                    .forEach(text -> findings.violated(
                            "post of %s, part %s: the channel does not show what the last revision says (%d characters)"
                                    .formatted(run.runId(), part, text.length())));
        }
        var prefix = EffectIds.ofPost(run.runId(), "");
        messages.keySet().stream()
                .filter(effectId -> effectId.startsWith(prefix))
                .filter(effectId -> !expected.containsKey(effectId.substring(prefix.length())))
                .forEach(effectId -> findings.violated("%s: no part of the last revision".formatted(effectId)));
    }

    private static List<String> saidIn(String part, JsonNode post) {
        return part.equals("summary")
                ? List.of(post.path("answered").asInt() + " answered, "
                        + post.path("skipped").size() + " skipped, "
                        + post.path("missing").size() + " missing")
                : StreamSupport.stream(post.path("answers").spliterator(), false)
                        .map(answer -> answer.path("text").asString(""))
                        .toList();
    }

    /** Letters and digits alone: how they are set is the services' own matter. */
    private static String plain(String text) {
        return text.replace("&lt;", "")
                .replace("&gt;", "")
                .replace("&amp;", "")
                .replaceAll("\\\\[nrtbf\"\\\\/]", "")
                .replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static List<Event> withRevision(List<Event> events, int revision) {
        return events.stream()
                .filter(event -> event.number("revision") == revision)
                .toList();
    }

    private static List<Event.Place> placesOf(List<Event> events) {
        return events.stream().map(Event::place).toList();
    }

    private static Map<String, JsonNode> contentOf(JsonNode report) {
        return FIELDS.stream().collect(toMap(field -> field, report::path));
    }

    private static List<String> differing(JsonNode one, JsonNode other) {
        return FIELDS.stream()
                .filter(field -> !one.path(field).equals(other.path(field)))
                .toList();
    }
}
