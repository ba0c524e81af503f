package dev.muster.standup.runs;

import static java.util.stream.Collectors.toMap;

import dev.muster.events.Answer;
import dev.muster.events.MemberProfile;
import dev.muster.events.view.Generation;
import dev.muster.standup.runs.MemberAnswers.Skip;
import dev.muster.standup.runs.MemberAnswers.Version;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What members did, in the document store: one document for each member of a run who answered or skipped, in {@code answers},
 * with the names and the icon that they had then, and in {@code earlier} every version before the one that counts.
 */
final class Answers {

    static final String COLLECTION = "answers";

    private static final List<String> PROFILE = List.of("userName", "displayName", "iconUrl");

    private final Documents documents;

    Answers(Generation generation) {
        this.documents = new Documents(generation.collection(COLLECTION));
    }

    /**
     * Adds to what a member did.
     *
     * @param profile who they are, where that is known; taken where there is something to add
     */
    void change(Run run, String userId, Optional<MemberProfile> profile, UnaryOperator<MemberAnswers> change) {
        documents.change(idOf(run, userId), before -> {
            var known = before.map(Answers::read).orElse(MemberAnswers.NONE);
            var answers = change.apply(known);
            var document = write(run, userId, answers);
            document.putAll(answers.equals(known) ? profileIn(before.orElseThrow()) : write(profile));
            return document;
        });
    }

    /** What a member did, as far as it is known. */
    MemberAnswers of(Run run, String userId) {
        return documents.find(idOf(run, userId)).map(Answers::read).orElse(MemberAnswers.NONE);
    }

    /** What the members of a run did, those who did something, by their ids. */
    Map<String, MemberAnswers> of(Run run) {
        var ids = run.opening().members().stream()
                .map(userId -> idOf(run, userId))
                .toList();
        return documents.find(ids).stream().collect(toMap(document -> document.getString("userId"), Answers::read));
    }

    void deleteBefore(LocalDate date) {
        documents.deleteBefore(date);
    }

    private static String idOf(Run run, String userId) {
        return run.opening().runId() + "|" + userId;
    }

    private static Document write(Run run, String userId, MemberAnswers answers) {
        var id = run.id();
        var document = new Document("runId", id.toString())
                .append("standupId", id.standupId())
                .append(Documents.DATE, id.date().toString())
                .append("userId", userId)
                .append("late", answers.isLate(run))
                .append("skipped", answers.isSkipped())
                .append("skip", write(answers.skip()))
                .append(
                        "earlier",
                        answers.earlier().stream().map(Answers::write).toList());
        answers.latest().map(Answers::write).ifPresent(document::putAll);
        return document;
    }

    private static Document write(Version version) {
        return new Document(
                        "answers",
                        version.answers().stream().map(Answers::write).toList())
                .append("submittedAt", Date.from(version.submittedAt()))
                .append("sequence", version.sequence())
                .append("offset", version.offset())
                .append("eventId", version.eventId());
    }

    private static Document write(Answer answer) {
        return new Document("question", answer.question()).append("text", answer.text());
    }

    private static @Nullable Document write(@Nullable Skip skip) {
        return skip == null
                ? null
                : new Document("at", Date.from(skip.at()))
                        .append("sequence", skip.sequence())
                        .append("offset", skip.offset());
    }

    private static Document write(Optional<MemberProfile> profile) {
        return new Document("userName", profile.map(MemberProfile::name).orElse(null))
                .append("displayName", profile.map(MemberProfile::shownName).orElse(null))
                .append("iconUrl", profile.map(MemberProfile::iconUrl).orElse(null));
    }

    private static Document profileIn(Document before) {
        var profile = new Document();
        PROFILE.forEach(field -> profile.append(field, before.get(field)));
        return profile;
    }

    private static MemberAnswers read(Document document) {
        var latest = document.containsKey("answers") ? Stream.of(document) : Stream.<Document>empty();
        var versions = Stream.concat(document.getList("earlier", Document.class).stream(), latest)
                .map(Answers::version)
                .toList();
        return new MemberAnswers(versions, skip(document.get("skip", Document.class)));
    }

    private static Version version(Document document) {
        var answers = document.getList("answers", Document.class).stream()
                .map(answer -> new Answer(answer.getString("question"), answer.getString("text")))
                .toList();
        return new Version(
                document.getString("eventId"),
                answers,
                document.getDate("submittedAt").toInstant(),
                document.getLong("sequence"),
                document.getLong("offset"));
    }

    private static @Nullable Skip skip(@Nullable Document skip) {
        return skip == null
                ? null
                : new Skip(skip.getDate("at").toInstant(), skip.getLong("sequence"), skip.getLong("offset"));
    }
}
