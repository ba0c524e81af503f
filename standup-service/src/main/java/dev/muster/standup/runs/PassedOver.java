package dev.muster.standup.runs;

import dev.muster.events.AnswersRecorded;
import dev.muster.events.Envelope;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.TickPassedOver;
import dev.muster.events.view.Generation;
import java.time.LocalDate;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What had no effect, and why, in the document store: one document an event, in {@code passed_over}. */
final class PassedOver {

    static final String COLLECTION = "passed_over";

    private final Documents documents;

    PassedOver(Generation generation) {
        this.documents = new Documents(generation.collection(COLLECTION));
    }

    /** Notes an event, where it is not noted yet. */
    void add(Envelope<StandupRunEvent> envelope, String reason) {
        var id = Run.idOf(envelope.event());
        documents.insert(new Document("_id", envelope.id())
                .append("runId", id.toString())
                .append(Documents.DATE, id.date().toString())
                .append("userId", userOf(envelope.event()))
                .append("reason", reason)
                .append("at", Date.from(envelope.time())));
    }

    /** Whether an event is noted. */
    boolean has(String eventId) {
        return documents.find(eventId).isPresent();
    }

    void deleteBefore(LocalDate date) {
        documents.deleteBefore(date);
    }

    private static @Nullable String userOf(StandupRunEvent event) {
        return switch (event) {
            case AnswersRecorded recorded -> recorded.userId();
            case MemberSkipped skipped -> skipped.userId();
            case InteractionPassedOver passed -> passed.userId();
            case RunOpened _, RunReminded _, RunClosed _, TickPassedOver _ -> null;
        };
    }
}
