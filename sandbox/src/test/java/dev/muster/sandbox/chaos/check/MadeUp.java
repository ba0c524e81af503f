package dev.muster.sandbox.chaos.check;

import dev.muster.sandbox.chaos.check.Event.Place;
import dev.muster.sandbox.chaos.check.Journals.Call;
import dev.muster.sandbox.chaos.check.Journals.Contact;
import dev.muster.sandbox.chaos.check.Journals.Invitation;
import dev.muster.sandbox.chaos.check.Journals.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A log and journals that are as they should be: Ada signed up; in a run Mara answered, Yuki skipped, Noor was reminded, silent
 * at the closing, and answered late. Each test spoils one thing of it.
 */
final class MadeUp {

    static final String ADA = "abcdefghijklmnopqrstuvwx27";
    static final String EMAIL = "ada@example.org";
    static final String RUN = "daily|2026-11-20";
    static final String CHANNEL = "C0TEAM";
    static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

    private static final String QUESTION = "What did you work on yesterday?";

    final List<Message> messages = new ArrayList<>();
    final List<Invitation> invitations = new ArrayList<>();
    final List<Contact> contacts = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    private final JsonMapper json = new JsonMapper();
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Set<Place>> deadLetters = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private int seconds;

    static MadeUp healthy() {
        var world = new MadeUp();
        world.signup();
        world.run();
        return world;
    }

    private void signup() {
        signedUp("cause-1", "Ada", "Lovelace");
        outcome(Topics.INVITES, ADA, "invite:" + ADA, "", "cause-1", 0, 1, "succeeded");
        outcome(Topics.CONTACTS, ADA, "contact:" + ADA, "v1", "cause-1", 0, 1, "succeeded");
        invitations.add(new Invitation(EMAIL, 1));
        contacts.add(new Contact("1", EMAIL, "Ada", "Lovelace"));
        calls.add(new Call(now(), Call.INVITE, EMAIL, "", 200, "ok"));
        synced("Ada", "Lovelace");
    }

    void signedUp(String id, String firstName, String lastName) {
        publish(Topics.SIGNUPS, ADA, id, "UserSignedUp", """
                {"signupId": "%s", "email": "%s", "firstName": "%s", "lastName": "%s"}""".formatted(ADA, EMAIL, firstName, lastName));
    }

    void synced(String firstName, String lastName) {
        calls.add(new Call(now(), Call.SYNC, EMAIL, firstName + "\n" + lastName, 201, "ok"));
    }

    private void run() {
        tick("ASK");
        publish(Topics.RUNS, RUN, RUN + "|ASK:opened", "RunOpened", """
                {"runId": "%s", "name": "Daily", "channel": "%s", "members": ["UMARA", "UNOOR", "UYUKI"]}""".formatted(RUN, CHANNEL));
        List.of("UMARA", "UNOOR", "UYUKI").forEach(user -> asked(user, "ASK"));
        answered("UMARA", "Writing", "i-1", 0);
        shown("UMARA", "ask", 1);
        publish(Topics.INTERACTIONS, RUN, "i-2", "DaySkipped", """
                {"runId": "%s", "userId": "UYUKI"}""".formatted(RUN));
        publish(Topics.RUNS, RUN, "i-2:recorded", "MemberSkipped", """
                {"runId": "%s", "userId": "UYUKI", "sequence": 1}""".formatted(RUN));
        shown("UYUKI", "ask", 2);
        tick("REMIND");
        publish(Topics.RUNS, RUN, RUN + "|REMIND:reminded", "RunReminded", """
                {"runId": "%s"}""".formatted(RUN));
        asked("UNOOR", "REMIND");
        tick("CLOSE");
        publish(Topics.RUNS, RUN, RUN + "|CLOSE:closed", "RunClosed", """
                {"runId": "%s", "closedAt": "2026-11-20T08:10:00Z"}""".formatted(RUN));
        List.of("UMARA", "UNOOR", "UYUKI").forEach(this::closed);
        report(1, entry("UMARA", "Writing", false), "\"UNOOR\"", "");
        answered("UNOOR", "Late", "i-3", 2);
        shown("UNOOR", "ask", 5);
        shown("UNOOR", "remind", 5);
        report(2, entry("UMARA", "Writing", false) + "," + entry("UNOOR", "Late", true), "", "");
        post("UMARA", 1, "\"entry\": " + entry("UMARA", "Writing", false), "Writing");
        post("summary", 1, summary(1, "\"UNOOR\""), "1 answered, 1 skipped, 1 missing");
        post("UNOOR", 2, "\"entry\": " + entry("UNOOR", "Late", true), "Late");
        post("summary", 2, summary(2, ""), "2 answered, 1 skipped, 0 missing");
    }

    private void tick(String phase) {
        publish(Topics.TICKS, "daily", RUN + "|" + phase, "StandupTick", """
                {"standup": {"id": "daily"}, "date": "2026-11-20", "phase": "%s"}""".formatted(phase));
    }

    private void asked(String user, String kind) {
        var id = EffectIds.of(RUN, user, kind);
        publish(Topics.PROMPTS, RUN + "|" + user, id, "PromptRequested", """
                {"runId": "%s", "userId": "%s", "kind": "%s"}""".formatted(RUN, user, kind));
        delivered(id, "", id, 0);
        messages.add(new Message("D" + user, user, String.valueOf(seconds), id, "Hello"));
        calls.add(new Call(now(), Call.POST, id, "", 200, "ok"));
    }

    private void answered(String user, String text, String id, long sequence) {
        var answers = "\"answers\": [" + answer(text) + "]";
        publish(Topics.INTERACTIONS, RUN, id, "AnswersSubmitted", """
                {"runId": "%s", "userId": "%s", %s}""".formatted(RUN, user, answers));
        publish(Topics.RUNS, RUN, id + ":recorded", "AnswersRecorded", """
                {"runId": "%s", "userId": "%s", "sequence": %d, %s}""".formatted(RUN, user, sequence, answers));
    }

    private void closed(String user) {
        publish(Topics.PROMPTS, RUN + "|" + user, RUN + "|CLOSE:closed:" + user, "PromptClosed", """
                {"runId": "%s", "userId": "%s", "sequence": 4}""".formatted(
                        RUN, user));
        shown(user, "ask", 4);
        if (user.equals("UNOOR")) {
            shown(user, "remind", 4);
        }
    }

    /** The message shows the run's history up to there. */
    private void shown(String user, String kind, long sequence) {
        delivered(EffectIds.of(RUN, user, kind).replaceFirst("prompt", "thanks"), "v" + sequence, "any", sequence);
    }

    private void report(int revision, String entries, String missing, String more) {
        publish(Topics.REPORTS, RUN, "report:" + RUN + ":" + revision, "StandupReport", """
                {"runId": "%s", "revision": %d, "name": "Daily", "channel": "%s", "entries": [%s],
                 "skipped": ["UYUKI"], "missing": [%s], "closedAt": "2026-11-20T08:10:00Z"%s}""".formatted(
                        RUN, revision, CHANNEL, entries, missing, more));
    }

    private void post(String part, int revision, String content, String text) {
        var id = EffectIds.ofPost(RUN, part);
        publish(Topics.POSTS, RUN, id + ":" + revision, "PostRequested", """
                {"runId": "%s", "part": "%s", "revision": %d, %s}""".formatted(RUN, part, revision, content));
        delivered(id, String.valueOf(revision), id + ":" + revision, 0);
        messages.removeIf(message -> message.effectId().equals(id));
        messages.add(new Message(CHANNEL, "", String.valueOf(seconds), id, text));
    }

    private static String entry(String user, String text, boolean late) {
        return "{\"userId\": \"%s\", \"answers\": [%s], \"late\": %s}".formatted(user, answer(text), late);
    }

    private static String summary(int answered, String missing) {
        return "\"summary\": {\"answered\": %d, \"skipped\": [\"UYUKI\"], \"missing\": [%s]}"
                .formatted(answered, missing);
    }

    private static String answer(String text) {
        return "{\"question\": \"%s\", \"text\": \"%s\"}".formatted(QUESTION, text);
    }

    private void delivered(String effectId, String version, String cause, long sequence) {
        outcome(Topics.DELIVERIES, effectId, effectId, version, cause, sequence, 1, "succeeded");
    }

    void outcome(
            String topic,
            String key,
            String effectId,
            String version,
            String cause,
            long sequence,
            int attempt,
            String status) {
        publish(topic, key, effectId + "|" + cause + "|" + attempt + "|" + status, "Outcome", """
                {"effect": {"effectId": "%s", "version": "%s", "cause": "%s", "sequence": %d, "attempt": %d,
                 "status": "%s", "code": "a_code"}}""".formatted(
                        effectId, version, cause, sequence, attempt, status));
    }

    /** Adds a record at the end of a topic, a second later than the one before. */
    void publish(String topic, String key, String id, String type, String data) {
        var offset = ends.merge(topic, 1L, Long::sum) - 1;
        var value = data.isEmpty() ? MissingNode.getInstance() : json.readTree(data);
        events.add(new Event(new Place(topic, 0, offset), now(), key, id, type, value));
    }

    private Instant now() {
        return START.plusSeconds(seconds++);
    }

    Event event(String topic, String id) {
        return events.stream()
                .filter(event ->
                        event.place().topic().equals(topic) && event.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    void lose(String topic, Predicate<Event> chosen) {
        var before = events.size();
        events.removeIf(event -> event.place().topic().equals(topic) && chosen.test(event));
        if (events.size() == before) {
            throw new IllegalArgumentException("nothing to lose in " + topic);
        }
    }

    void lose(String topic, String id) {
        lose(topic, event -> event.id().equals(id));
    }

    void deadLetter(String group, Place place) {
        deadLetters.put(group, Set.of(place));
    }

    void change(String topic, String id, UnaryOperator<ObjectNode> change) {
        var event = event(topic, id);
        var data = change.apply((ObjectNode) event.data().deepCopy());
        events.set(events.indexOf(event), new Event(event.place(), event.at(), event.key(), id, event.type(), data));
    }

    Topics topics() {
        return Topics.of(events, deadLetters);
    }

    Journals journals() {
        return new Journals(messages, invitations, Set.of(), contacts, calls);
    }
}
