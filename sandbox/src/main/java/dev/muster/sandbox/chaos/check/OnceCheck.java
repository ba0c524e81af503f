package dev.muster.sandbox.chaos.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static java.util.stream.Stream.concat;

import dev.muster.sandbox.chaos.check.Journals.Call;
import dev.muster.sandbox.chaos.check.Journals.Contact;
import dev.muster.sandbox.chaos.check.Journals.Invitation;
import dev.muster.sandbox.chaos.check.Journals.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Check 3: nothing happened twice at a provider. What counts is what a provider has, by effect id and by addressee; being asked
 * again and answering that it is done already is no second effect.
 */
final class OnceCheck {

    private static final String NOT_PROMISED = "twice because a suspended process woke after its lease (not promised)";

    private final int replicas;
    private final List<Suspension> suspensions;
    private final Topics topics;
    private final Journals journals;
    private final Outcomes outcomes;
    private final Map<String, List<Event>> signups;
    private final Findings findings = new Findings(3, "no effect is seen twice at Slack or the CRM");

    private OnceCheck(int replicas, List<Suspension> suspensions, Topics topics, Journals journals) {
        this.replicas = replicas;
        this.suspensions = suspensions;
        this.topics = topics;
        this.journals = journals;
        this.outcomes = Outcomes.of(topics);
        this.signups = topics.of(Topics.SIGNUPS, "UserSignedUp")
                .collect(groupingBy(event -> Journals.address(event.text("email"))));
    }

    static Verdict of(int replicas, List<Suspension> suspensions, Topics topics, Journals journals) {
        var check = new OnceCheck(replicas, suspensions, topics, journals);
        check.invitations();
        check.contacts();
        check.messages();
        return check.findings.verdict();
    }

    private void invitations() {
        findings.count("invitations", journals.invitations().size());
        group(journals.invitations().stream(), invitation -> Journals.address(invitation.email()))
                .forEach((address, its) -> {
                    var sent = its.stream().mapToInt(Invitation::emailsSent).sum();
                    if (sent > 1) {
                        findings.violated(
                                "invitation of %s: %d e-mails, expected 1".formatted(personAt(address), sent));
                    }
                });
        group(calls(Call.INVITE), Call::about).forEach((address, its) -> {
            var accepted = its.stream().filter(Call::isAnswered).count();
            if (accepted > 1) {
                findings.violated("invitation of %s: Slack accepted %d calls, %s, expected 1"
                        .formatted(personAt(address), accepted, timesOf(its)));
            }
        });
        findings.count(
                "calls for invitations that were there already",
                calls(Call.INVITE)
                        .filter(call -> call.code().startsWith("already_"))
                        .count());
    }

    private void contacts() {
        findings.count("contacts", journals.contacts().size());
        group(journals.contacts().stream(), contact -> Journals.address(contact.email()))
                .forEach((address, its) -> {
                    if (its.size() > 1) {
                        var ids = its.stream().map(Contact::id).toList();
                        findings.violated(
                                "contact of %s: created as %s, expected one".formatted(personAt(address), ids));
                    }
                });
        var compacted = topics.compacted(Topics.SIGNUPS);
        group(calls(Call.SYNC).filter(Call::isAnswered), Call::about).forEach((address, its) -> {
            var contents = changes(its.stream().map(Call::content));
            findings.count("contact syncs that changed nothing", its.size() - contents.size());
            var asked = signups.getOrDefault(address, List.of());
            var isWhole = asked.stream()
                    .noneMatch(event -> compacted.contains(event.place().partition()));
            var expected = changes(asked.stream().map(OnceCheck::contentOf));
            if (isWhole && contents.size() > expected.size()) {
                findings.violated("contact of %s: changed %d times, %s, where the sign-ups ask for %d"
                        .formatted(personAt(address), contents.size(), timesOf(its), expected.size()));
            }
        });
    }

    private void messages() {
        var asked = concat(
                        topics.of(Topics.PROMPTS, "PromptRequested").map(EffectIds::ofPrompt),
                        topics.of(Topics.POSTS, "PostRequested").map(EffectIds::ofPost))
                .collect(toSet());
        findings.count(NOT_PROMISED, 0);
        group(journals.messages().stream(), Message::effectId).forEach((effectId, its) -> {
            if (effectId.isEmpty()) {
                its.forEach(message -> findings.violated(
                        "message %s in %s: without an effect id".formatted(message.ts(), message.channel())));
            } else {
                message(effectId, its, asked);
            }
        });
    }

    private void message(String effectId, List<Message> its, Set<String> asked) {
        findings.count(effectId.startsWith("prompt:") ? "direct messages" : "posts");
        if (!asked.contains(its.getFirst().effect())) {
            findings.violated("%s: the log does not ask for it, and Slack has it in %s"
                    .formatted(effectId, its.getFirst().channel()));
        }
        its.stream()
                .filter(message -> effectId.startsWith("prompt:") && !effectId.contains(":" + message.person() + ":"))
                .forEach(message -> findings.violated("%s: went to %s".formatted(effectId, message.person())));
        if (its.size() > 1) {
            twice(effectId, its);
        }
    }

    private void twice(String effectId, List<Message> its) {
        var calls =
                calls(Call.POST).filter(call -> call.about().equals(effectId)).toList();
        if (isNotPromised(effectId, calls)) {
            findings.count(NOT_PROMISED, its.size() - 1);
            return;
        }
        findings.violated("%s: %d messages in %s, %s; called %s, %d attempts in the log; expected one message"
                .formatted(
                        effectId,
                        its.size(),
                        its.getFirst().channel(),
                        its.stream().map(Message::ts).toList(),
                        timesOf(calls),
                        outcomes.attempts(effectId)));
    }

    /**
     * Whether a process stood still between its last look at the lease and its call while another took over: two calls under
     * two claims, the later one made when the suspended process woke. One instance alone has nobody to take over.
     */
    private boolean isNotPromised(String effectId, List<Call> calls) {
        return replicas > 1
                && calls.size() == 2
                && outcomes.attempts(effectId) > 1
                && suspensions.stream()
                        .filter(suspension -> suspension.isOf("slack-service"))
                        .anyMatch(suspension -> suspension.explains(
                                calls.getFirst().at(), calls.getLast().at()));
    }

    private Stream<Call> calls(String operation) {
        return journals.calls().stream().filter(call -> call.operation().equals(operation));
    }

    /** A person as violations name them: by the sign-up's id where the log knows it. */
    private String personAt(String address) {
        return signups.getOrDefault(address, List.of()).stream()
                .map(Event::key)
                .findFirst()
                .orElseGet(() -> address.replaceFirst("(?s)^(.?).*@", "$1…@"));
    }

    private static String contentOf(Event signup) {
        return signup.text("firstName") + "\n" + signup.text("lastName");
    }

    /** Without those that are like the one before. */
    private static List<String> changes(Stream<String> contents) {
        var changes = new ArrayList<String>();
        contents.filter(content -> changes.isEmpty() || !changes.getLast().equals(content))
                .forEach(changes::add);
        return changes;
    }

    private static List<Instant> timesOf(List<Call> calls) {
        return calls.stream().map(Call::at).toList();
    }

    private static <T> Map<String, List<T>> group(Stream<T> all, Function<T, String> by) {
        return all.collect(groupingBy(by, TreeMap::new, toList()));
    }
}
