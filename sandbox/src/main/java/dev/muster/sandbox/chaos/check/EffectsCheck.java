package dev.muster.sandbox.chaos.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static java.util.stream.Stream.concat;

import dev.muster.sandbox.chaos.check.Event.Place;
import dev.muster.sandbox.chaos.check.Journals.Contact;
import dev.muster.sandbox.chaos.check.Outcomes.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Check 2: whatever the log asks for has ended; what is said to be done is there. */
final class EffectsCheck {

    private final Topics topics;
    private final Outcomes outcomes;
    private final Map<String, RunHistory> runs;
    private final Map<String, List<Event>> prompts;
    private final Set<String> ticksPassedOver;
    private final Set<String> invited;
    private final Map<String, Contact> contacts;
    private final Set<String> messages;
    private final Findings findings =
            new Findings(2, "every effect ends done, rejected with a reason, or dead-lettered");

    private EffectsCheck(Topics topics, Journals journals) {
        this.topics = topics;
        this.outcomes = Outcomes.of(topics);
        this.runs = RunHistory.of(topics);
        this.prompts = topics.of(Topics.PROMPTS).collect(groupingBy(Event::key));
        this.ticksPassedOver = topics.of(Topics.RUNS, "TickPassedOver")
                .map(event -> event.text("tick"))
                .collect(toSet());
        this.invited = concat(
                        journals.members().stream(),
                        journals.invitations().stream().map(each -> Journals.address(each.email())))
                .collect(toSet());
        this.contacts = journals.contacts().stream()
                .collect(toMap(each -> Journals.address(each.email()), each -> each, (one, _) -> one));
        this.messages =
                journals.messages().stream().map(Journals.Message::effectId).collect(toSet());
    }

    static Verdict of(Topics topics, Journals journals) {
        var check = new EffectsCheck(topics, journals);
        check.signups();
        check.ticks();
        check.runs.values().forEach(check::run);
        topics.of(Topics.PROMPTS, "PromptRequested").forEach(check::prompt);
        topics.of(Topics.POSTS, "PostRequested").forEach(check::post);
        return check.findings.verdict();
    }

    private void signups() {
        var latest = topics.of(Topics.SIGNUPS).collect(toMap(Event::key, Event::place, (_, later) -> later));
        topics.of(Topics.SIGNUPS, "UserSignedUp").forEach(signup -> {
            var isLatest = signup.place().equals(latest.get(signup.key()));
            settled("invitations", "invite:" + signup.key(), signup, "slack-service.invites")
                    .filter(Outcome::isDone)
                    .filter(_ -> isLatest && !invited.contains(Journals.address(signup.text("email"))))
                    .ifPresent(done -> findings.violated(
                            "invite:%s is said to be done at %s: Slack has no such invitation or member"
                                    .formatted(signup.key(), done.event().place())));
            settled("contacts", "contact:" + signup.key(), signup, "crm-service.contacts")
                    .filter(Outcome::isDone)
                    .filter(_ -> isLatest && !isInCrm(signup))
                    .ifPresent(done ->
                            findings.violated("contact:%s is said to be done at %s: the CRM has no contact like %s"
                                    .formatted(signup.key(), done.event().place(), signup.place())));
        });
    }

    private boolean isInCrm(Event signup) {
        return Optional.ofNullable(contacts.get(Journals.address(signup.text("email"))))
                .filter(contact -> isLike(signup.text("firstName"), contact.firstName()))
                .filter(contact -> isLike(signup.text("lastName"), contact.lastName()))
                .isPresent();
    }

    /** An empty name is left as it is there. */
    private static boolean isLike(String asked, String there) {
        return asked.isEmpty() || asked.equals(there);
    }

    /** The last outcome for a cause, where there is one; a violation where it is none, or not the end. */
    private Optional<Outcome> settled(String figure, String effectId, Event cause, String group) {
        var isDeadLetter = topics.isDeadLetter(group, cause.place());
        return settled(figure, effectId, cause, isDeadLetter, outcomes.last(effectId, cause.id()));
    }

    private Optional<Outcome> settled(
            String figure, String effectId, Event cause, boolean isDeadLetter, Optional<Outcome> last) {
        if (last.filter(Outcome::isDone).isPresent()) {
            findings.count(figure + " done");
        } else if (last.filter(
                        outcome -> outcome.isRejected() && !outcome.code().isEmpty())
                .isPresent()) {
            findings.count(figure + " rejected");
        } else if (isDeadLetter) {
            findings.count(figure + " dead-lettered");
        } else {
            last.ifPresentOrElse(
                    outcome ->
                            findings.violated("%s for %s at %s: %s since %s with code %s at attempt %d, expected an end"
                                    .formatted(
                                            effectId,
                                            cause.id(),
                                            cause.place(),
                                            outcome.status(),
                                            outcome.event().at(),
                                            outcome.code(),
                                            outcome.attempt())),
                    () -> findings.violated("%s for %s at %s: no outcome in the log, expected one"
                            .formatted(effectId, cause.id(), cause.place())));
        }
        return last;
    }

    /** A tick has its effect on the run, or is passed over. */
    private void ticks() {
        topics.of(Topics.TICKS, "StandupTick").forEach(tick -> {
            var runId = tick.data().path("standup").path("id").asString("") + "|" + tick.text("date");
            var expected =
                    switch (tick.text("phase")) {
                        case "ASK" -> "RunOpened";
                        case "REMIND" -> "RunReminded";
                        default -> "RunClosed";
                    };
            var isThere = Optional.ofNullable(runs.get(runId))
                    .filter(run -> run.has(expected))
                    .isPresent();
            if (!isThere
                    && !ticksPassedOver.contains(tick.id())
                    && !topics.isDeadLetter("standup-service.ticks", tick.place())) {
                findings.violated("tick %s at %s: %s has no %s of %s"
                        .formatted(tick.id(), tick.place(), Topics.RUNS, expected, runId));
            }
        });
    }

    /** What follows from a run's history: questions, reminders, closings, and what the members' messages show. */
    private void run(RunHistory run) {
        findings.count("runs");
        run.opening().ifPresent(opening -> run.members().forEach(user -> asked(run, user, "ASK", opening)));
        run.reminder().ifPresent(reminder -> run.members().stream()
                .filter(user -> run.isSilentBefore(user, reminder.offset()))
                .forEach(user -> asked(run, user, "REMIND", reminder)));
        run.closing().ifPresent(closing -> run.members().forEach(user -> {
            var isThere = promptsOf(run, user).stream().anyMatch(event -> event.is("PromptClosed"));
            expectPrompt(isThere, "PromptClosed", run, user, closing);
        }));
        for (var user : run.members()) {
            for (var kind : List.of("ask", "remind")) {
                shown(run, user, kind);
            }
        }
    }

    private void asked(RunHistory run, String user, String kind, Event cause) {
        var isThere = promptsOf(run, user).stream()
                .anyMatch(event ->
                        event.is("PromptRequested") && event.text("kind").equals(kind));
        expectPrompt(isThere, "PromptRequested " + kind, run, user, cause);
    }

    private void expectPrompt(boolean isThere, String what, RunHistory run, String user, Event cause) {
        if (!isThere && !topics.isDeadLetter("standup-service.runs", cause.place())) {
            findings.violated("%s of %s in %s, that %s at %s asks for: not in %s"
                    .formatted(what, user, run.runId(), cause.id(), cause.place(), Topics.PROMPTS));
        }
    }

    private List<Event> promptsOf(RunHistory run, String user) {
        return prompts.getOrDefault(run.runId() + "|" + user, List.of());
    }

    /** A question that was sent shows the last that the member did, or that the run is closed. */
    private void shown(RunHistory run, String user, String kind) {
        run.lastToShow(user)
                .filter(_ -> outcomes.isDone(EffectIds.of(run.runId(), user, kind)))
                .ifPresent(last -> {
                    var effectId = EffectIds.of(run.runId(), user, kind).replaceFirst("prompt", "thanks");
                    var isDeadLetter = topics.isDeadLetter("slack-service.runs", last.place())
                            || promptsOf(run, user).stream()
                                    .anyMatch(event -> event.is("PromptClosed")
                                            && topics.isDeadLetter("slack-service.prompts", event.place()));
                    var outcome = outcomes.lastSince(effectId, last.offset());
                    settled("updates of questions", effectId, last, isDeadLetter, outcome);
                });
    }

    private void prompt(Event prompt) {
        var effectId = EffectIds.ofPrompt(prompt);
        settled("questions", effectId, prompt, "slack-service.prompts")
                .filter(Outcome::isDone)
                .ifPresent(done -> expectMessage(effectId, done.event().place()));
    }

    private void post(Event post) {
        var effectId = EffectIds.ofPost(post);
        settled("posts", effectId, post, "slack-service.posts")
                .filter(Outcome::isDone)
                .ifPresent(done -> expectMessage(effectId, done.event().place()));
    }

    private void expectMessage(String effectId, Place saidAt) {
        if (!messages.contains(effectId)) {
            findings.violated("%s is said to be done at %s: Slack has no such message".formatted(effectId, saidAt));
        }
    }
}
