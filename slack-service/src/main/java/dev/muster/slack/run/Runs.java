package dev.muster.slack.run;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.min;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static java.util.Objects.requireNonNull;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoServerException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.InteractionPassedOver;
import dev.muster.events.MemberSkipped;
import dev.muster.events.PromptRequested;
import dev.muster.events.RunClosed;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.TickPassedOver;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The runs in the document store, {@code slack_runs}, and what members did in them, {@code slack_answers}: what a modal needs at
 * once. Each write moves a single document forward or leaves it, so that events may come repeatedly, and those of different
 * topics in any order.
 *
 * <p>Reading fails after a second and a half, since a person may be waiting.
 */
@Component
public final class Runs {

    private static final Duration LONGEST_WRITE = Duration.ofSeconds(10);
    private static final Duration LONGEST_READ = Duration.ofMillis(1500);
    private static final int MOST_RUNS = 50;

    /** As many as may be left behind when runs open seldom. */
    private static final int MOST_FORGOTTEN = 100;

    private static final String BIRTH = "birth";

    private final MongoCollection<Document> runs;
    private final MongoCollection<Document> answers;
    private volatile boolean born;

    Runs(MongoDatabase database) {
        this.runs = database.getCollection("slack_runs").withWriteConcern(WriteConcern.MAJORITY);
        this.answers = database.getCollection("slack_answers").withWriteConcern(WriteConcern.MAJORITY);
    }

    /** A member is to be asked: from now on the modal can be opened, although the opening may not be read yet. */
    public void asked(PromptRequested prompt, Instant at) {
        upsert(
                runs,
                and(eq("_id", prompt.runId()), exists("questions", false)),
                combine(
                        set("name", prompt.name()),
                        set("questions", prompt.questions()),
                        setOnInsert("openedAt", Date.from(at))));
    }

    /** Takes what a run's history says at an offset. */
    void take(StandupRunEvent event, long offset) {
        switch (event) {
            case RunOpened opened -> opened(opened, offset);
            case RunClosed closed -> closed(closed.runId(), offset);
            case AnswersRecorded recorded -> {
                if (counts(recorded.runId(), recorded.userId(), offset)) {
                    answered(recorded, offset);
                }
            }
            case MemberSkipped skipped -> {
                if (counts(skipped.runId(), skipped.userId(), offset)) {
                    skipped(skipped, offset);
                }
            }
            case RunReminded _, InteractionPassedOver _, TickPassedOver _ -> {}
        }
    }

    /** Forgets the runs that opened before that, and what members did in them. */
    void forgetBefore(Instant time) {
        var old = Flux.from(runs.find(lt("openedAt", Date.from(time)))
                        .projection(include("_id"))
                        .limit(MOST_FORGOTTEN))
                .map(run -> run.getString("_id"))
                .collectList()
                .block(LONGEST_WRITE);
        for (var runId : requireNonNull(old)) {
            await(answers.deleteMany(and(gte("_id", idOf(runId, "")), lt("_id", idOf(runId, "\uffff")))));
            await(runs.deleteOne(eq("_id", runId)));
        }
    }

    /** Whether the view was ever built whole. */
    boolean isBorn() {
        if (!born) {
            born = await(runs.find(eq("_id", BIRTH)).first()) != null;
        }
        return born;
    }

    /**
     * Has a listener wait for the view: what it takes before the history that went before would find no run.
     *
     * @throws Unavailable until the view was built whole
     */
    public void requireBorn() {
        if (!isBorn()) {
            throw Unavailable.refused("no_view", "the view of the runs is not built yet");
        }
    }

    /** From now on it is. */
    void born() {
        await(runs.updateOne(eq("_id", BIRTH), set("born", true), new UpdateOptions().upsert(true)));
    }

    /** The first opening counts. */
    private void opened(RunOpened opened, long offset) {
        upsert(
                runs,
                and(eq("_id", opened.runId()), exists("opened", false)),
                combine(
                        set("opened", offset),
                        set("openedAt", Date.from(opened.openedAt())),
                        set("name", opened.name()),
                        set("questions", opened.questions()),
                        set("members", opened.members())));
    }

    /** A closing before the opening is none, of several the first counts. */
    private void closed(String runId, long offset) {
        await(runs.updateOne(
                and(eq("_id", runId), lt("opened", offset), exists("closed", false)), set("closed", offset)));
    }

    /** What comes before the opening, or is no member's, is passed over. */
    private boolean counts(String runId, String userId, long offset) {
        return await(runs.find(and(eq("_id", runId), lt("opened", offset), eq("members", userId)))
                        .first())
                != null;
    }

    /** Of a member's answers those with the greatest sequence count. */
    private void answered(AnswersRecorded recorded, long offset) {
        var id = idOf(recorded.runId(), recorded.userId());
        var texts = recorded.answers().stream()
                .map(answer -> new Document("question", answer.question()).append("text", answer.text()))
                .toList();
        var place = combine(min("answeredAt", offset), max("latest", offset));
        upsert(
                answers,
                and(eq("_id", id), or(exists("sequence", false), lt("sequence", recorded.sequence()))),
                combine(set("answers", texts), set("sequence", recorded.sequence()), place));
        await(answers.updateOne(eq("_id", id), place));
    }

    private void skipped(MemberSkipped skipped, long offset) {
        await(answers.updateOne(
                eq("_id", idOf(skipped.runId(), skipped.userId())),
                combine(set("skipped", true), max("latest", offset)),
                new UpdateOptions().upsert(true)));
    }

    /** What is known of a run, if its questions are. */
    public Optional<Run> find(String runId) {
        return Optional.ofNullable(Mono.from(runs.find(and(eq("_id", runId), exists("questions"))))
                        .block(LONGEST_READ))
                .map(Runs::runIn);
    }

    /** What a member has done in a run. */
    public Participation participation(String runId, String userId) {
        return Optional.ofNullable(
                        Mono.from(answers.find(eq("_id", idOf(runId, userId)))).block(LONGEST_READ))
                .map(Runs::participationIn)
                .orElse(Participation.NONE);
    }

    /** The runs that ask a member and opened since then, the newest first. */
    public List<Run> of(String userId, Instant since) {
        return Flux.from(runs.find(and(eq("members", userId), gte("openedAt", Date.from(since))))
                        .sort(descending("openedAt"))
                        .limit(MOST_RUNS))
                .map(Runs::runIn)
                .collectList()
                .blockOptional(LONGEST_READ)
                .orElse(List.of());
    }

    private static String idOf(String runId, String userId) {
        return runId + "|" + userId;
    }

    private static Run runIn(Document document) {
        return new Run(
                document.getString("_id"),
                document.getString("name"),
                document.getList("questions", String.class),
                document.getList("members", String.class, List.of()),
                document.getLong("closed"),
                document.getDate("openedAt").toInstant());
    }

    private static Participation participationIn(Document document) {
        var texts = document.getList("answers", Document.class);
        return new Participation(
                texts == null ? null : texts.stream().map(Runs::answerIn).toList(),
                document.getLong("answeredAt"),
                texts == null && document.getBoolean("skipped", false),
                document.get("latest", -1L));
    }

    private static Answer answerIn(Document text) {
        return new Answer(text.getString("question"), text.getString("text"));
    }

    /** Where the document is there and does not fit the filter, it is as it should be. */
    private static void upsert(MongoCollection<Document> collection, Bson filter, Bson update) {
        try {
            await(collection.updateOne(filter, update, new UpdateOptions().upsert(true)));
        } catch (MongoServerException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    private static <T> @Nullable T await(org.reactivestreams.Publisher<T> publisher) {
        return Mono.from(publisher).block(LONGEST_WRITE);
    }
}
