package dev.muster.sandbox.chaos.check;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Check 1: what was accepted is in the log. */
final class LogCheck {

    private final Topics topics;
    private final Findings findings = new Findings(1, "every 202 and every acknowledged modal or skip is in the log");

    private LogCheck(Topics topics) {
        this.topics = topics;
    }

    static Verdict of(
            List<AcceptedSignup> signups, List<AcceptedAnswer> answers, List<AcceptedSkip> skips, Topics topics) {
        var check = new LogCheck(topics);
        check.signups(signups);
        check.answers(answers);
        check.skips(skips);
        check.interactions();
        return check.findings.verdict();
    }

    /** As many records as sign-ups, each no later than its acceptance; where compaction was at work, the latest is enough. */
    private void signups(List<AcceptedSignup> signups) {
        findings.count("sign-ups accepted", signups.size());
        var records = topics.of(Topics.SIGNUPS).collect(groupingBy(Event::key));
        var compacted = topics.compacted(Topics.SIGNUPS);
        forEachInTurn(signups, AcceptedSignup::signupId, AcceptedSignup::at, (signup, turn) -> {
            var its = records.getOrDefault(signup.signupId(), List.of());
            var isCompacted = its.stream()
                    .anyMatch(event -> compacted.contains(event.place().partition()));
            var isSuperseded =
                    isCompacted && its.stream().anyMatch(event -> event.at().isAfter(signup.at()));
            var expected = isCompacted ? 1 : turn;
            var there = until(signup.at(), its.stream().filter(event -> event.is("UserSignedUp")));
            if (there < expected && !isSuperseded) {
                findings.violated("sign-up %s, accepted at %s: %s has %d records of it until then, expected %d"
                        .formatted(signup.signupId(), signup.at(), Topics.SIGNUPS, there, expected));
            }
            its.stream()
                    .filter(event -> event.is("UserSignedUp") && !sameAddress(event.text("email"), signup.email()))
                    .forEach(event ->
                            findings.violated("sign-up %s: %s is of another address than the one that was accepted"
                                    .formatted(signup.signupId(), event.place())));
        });
    }

    private void answers(List<AcceptedAnswer> answers) {
        findings.count("modals acknowledged", answers.size());
        var submitted = topics.of(Topics.INTERACTIONS, "AnswersSubmitted")
                .collect(groupingBy(event -> contentOf(event.key(), event.text("userId"), textsIn(event))));
        forEachInTurn(
                answers,
                answer -> contentOf(answer.runId(), answer.userId(), answer.answers()),
                AcceptedAnswer::at,
                (answer, turn) -> {
                    var content = contentOf(answer.runId(), answer.userId(), answer.answers());
                    expectSubmission(
                            "answers", answer.userId(), answer.runId(), answer.at(), turn, submitted.get(content));
                });
    }

    private void skips(List<AcceptedSkip> skips) {
        findings.count("skips acknowledged", skips.size());
        var skipped = topics.of(Topics.INTERACTIONS, "DaySkipped")
                .collect(groupingBy(event -> event.key() + "|" + event.text("userId")));
        forEachInTurn(skips, skip -> skip.runId() + "|" + skip.userId(), AcceptedSkip::at, (skip, turn) -> {
            var its = skipped.get(skip.runId() + "|" + skip.userId());
            expectSubmission("skip", skip.userId(), skip.runId(), skip.at(), turn, its);
        });
    }

    private void expectSubmission(
            String what, String userId, String runId, Instant at, int expected, @Nullable List<Event> records) {
        var there = records == null ? 0 : until(at, records.stream());
        if (there < expected) {
            findings.violated("%s of %s in %s, acknowledged at %s: %s has %d such records until then, expected %d"
                    .formatted(what, userId, runId, at, Topics.INTERACTIONS, there, expected));
        }
    }

    /** Whatever members did is in the run's history, or passed over there. */
    private void interactions() {
        var taken = topics.of(Topics.RUNS)
                .filter(event -> event.is("AnswersRecorded") || event.is("MemberSkipped"))
                .map(event -> takenAs(event.type(), event, event.number("sequence")))
                .collect(toSet());
        var passedOver = topics.of(Topics.RUNS, "InteractionPassedOver")
                .map(event -> event.text("interaction"))
                .collect(toSet());
        topics.of(Topics.INTERACTIONS).forEach(event -> interaction(event, taken, passedOver));
    }

    private void interaction(Event event, Set<String> taken, Set<String> passedOver) {
        var expected =
                switch (event.type()) {
                    case "AnswersSubmitted" -> "AnswersRecorded";
                    case "DaySkipped" -> "MemberSkipped";
                    default -> "";
                };
        if (expected.isEmpty()) {
            return;
        }
        if (passedOver.contains(event.id())) {
            findings.count("interactions passed over");
        } else if (taken.contains(takenAs(expected, event, event.offset()))) {
            findings.count("interactions in the runs' histories");
        } else {
            findings.violated("%s of %s in %s at %s: %s has no %s with sequence %d and these answers"
                    .formatted(
                            event.type(),
                            event.text("userId"),
                            event.key(),
                            event.place(),
                            Topics.RUNS,
                            expected,
                            event.offset()));
        }
    }

    private static String takenAs(String type, Event event, long sequence) {
        return type + "|" + sequence + "|" + contentOf(event.key(), event.text("userId"), textsIn(event));
    }

    private interface Turn<T> {
        void on(T accepted, int turn);
    }

    /** Goes over what was accepted, telling of each how often the same had been accepted by then. */
    private static <T> void forEachInTurn(
            List<T> accepted, Function<T, String> entity, Function<T, Instant> at, Turn<T> reaction) {
        accepted.stream()
                .collect(groupingBy(entity, TreeMap::new, toList()))
                .values()
                .forEach(same -> {
                    var turns = new ArrayList<>(same);
                    turns.sort(comparing(at));
                    for (var turn = 1; turn <= turns.size(); turn++) {
                        reaction.on(turns.get(turn - 1), turn);
                    }
                });
    }

    private static int until(Instant at, Stream<Event> records) {
        return Math.toIntExact(records.filter(event -> !event.at().isAfter(at)).count());
    }

    private static boolean sameAddress(String one, String other) {
        return one.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
    }

    private static List<String> textsIn(Event event) {
        return StreamSupport.stream(event.data().path("answers").spliterator(), false)
                .map(answer -> answer.path("text").asString(""))
                .toList();
    }

    /** The same for the same answers, whether or not those that were left open at the end are listed. */
    private static String contentOf(String runId, String userId, List<String> answers) {
        return runId + "|" + userId + "|"
                + String.join("\n", answers.stream().map(String::strip).toList())
                        .stripTrailing();
    }
}
