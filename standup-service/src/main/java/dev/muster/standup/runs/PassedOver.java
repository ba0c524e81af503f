package dev.muster.standup.runs;

import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.Envelope;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.TickPassedOver;
import java.time.LocalDate;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What had no effect, and why, in the document store: one document an event, in {@code passed_over}. */
@Component
final class PassedOver {

    private final View view;

    PassedOver(MongoDatabase store) {
        this.view = new View(store, "passed_over");
    }

    /** Notes an event, where it is not noted yet. */
    void add(Envelope<StandupRunEvent> envelope, String reason) {
        var id = Run.idOf(envelope.event());
        view.insert(new Document("_id", envelope.id())
                .append("runId", id.toString())
                .append(View.DATE, id.date().toString())
                .append("userId", userOf(envelope.event()))
                .append("reason", reason)
                .append("at", Date.from(envelope.time())));
    }

    void deleteBefore(LocalDate date) {
        view.deleteBefore(date);
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
