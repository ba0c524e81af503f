package dev.muster.standup.runs;

import static java.util.Objects.requireNonNull;

import dev.muster.events.RunOpened;
import dev.muster.events.view.Generation;
import dev.muster.standup.runs.Run.Moment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The runs of one generation of the view, one document each in {@code runs}. */
final class Runs {

    static final String COLLECTION = "runs";

    private static final String CLOSED = "closed";
    private static final String OPENED = "opened";
    private static final String REMINDED = "reminded";

    private final Documents documents;

    Runs(Generation generation) {
        this.documents = new Documents(generation.collection(COLLECTION));
    }

    /**
     * A run, as far as its history is read.
     *
     * @throws RuntimeException if the document store does not answer
     */
    Optional<Run> find(String runId) {
        return documents.find(runId).map(Runs::read);
    }

    Run opened(RunOpened opening, long offset) {
        return read(documents.change(
                opening.runId(),
                before -> write(before.map(Runs::read)
                        .map(run -> run.opened(opening, offset))
                        .orElseGet(() -> Run.of(opening, offset)))));
    }

    Run change(String runId, UnaryOperator<Run> change) {
        return read(documents.change(
                runId, before -> write(change.apply(before.map(Runs::read).orElseThrow()))));
    }

    void deleteBefore(LocalDate date) {
        documents.deleteBefore(date);
    }

    private static Document write(Run run) {
        var opening = run.opening();
        var id = run.id();
        var document = new Document("standupId", id.standupId())
                .append(Documents.DATE, id.date().toString())
                .append("name", opening.name())
                .append("channel", opening.channel())
                .append("questions", opening.questions())
                .append("members", opening.members())
                .append("zone", opening.zone().getId())
                .append("closesAt", date(opening.closesAt()));
        write(document, OPENED, new Moment(opening.openedAt(), run.openedOffset()));
        write(document, REMINDED, run.reminded());
        write(document, CLOSED, run.closed());
        return document;
    }

    private static void write(Document document, String what, @Nullable Moment moment) {
        document.append(what + "At", moment == null ? null : date(moment.at()))
                .append(what + "Offset", moment == null ? null : moment.offset());
    }

    private static Run read(Document document) {
        var opened = requireNonNull(moment(document, OPENED), "a run that was not opened");
        return new Run(
                new RunOpened(
                        document.getString("_id"),
                        document.getString("name"),
                        document.getString("channel"),
                        document.getList("questions", String.class),
                        document.getList("members", String.class),
                        ZoneId.of(document.getString("zone")),
                        opened.at(),
                        instant(document, "closesAt")),
                opened.offset(),
                moment(document, REMINDED),
                moment(document, CLOSED));
    }

    private static @Nullable Moment moment(Document document, String what) {
        var at = instant(document, what + "At");
        return at == null ? null : new Moment(at, document.getLong(what + "Offset"));
    }

    private static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    private static @Nullable Instant instant(Document document, String field) {
        var date = document.getDate(field);
        return date == null ? null : date.toInstant();
    }
}
