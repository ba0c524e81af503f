package dev.muster.slack.run;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
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
import static java.util.stream.Collectors.toSet;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
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
import dev.muster.events.view.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The runs, and what members did in them, as one generation of the view holds them. Each write moves a single document forward or
 * leaves it, so that events may come repeatedly, and those of different topics in any order.
 */
final class RunDocuments {

    static final String RUNS = "slack_runs";
    static final String ANSWERS = "slack_answers";

    private static final Duration LONGEST_WRITE = Duration.ofSeconds(20);
    private static final int MOST_RUNS = 50;

    /** As many as may be left behind when runs open seldom. */
    private static final int MOST_FORGOTTEN = 100;

    private final MongoCollection<Document> runs;
    private final MongoCollection<Document> answers;

    /**
     * Something that a run's history says.
     *
     * @param offset where it says so
     */
    record Said(StandupRunEvent event, long offset) {

        private String runId() {
            return event.key();
        }
    }

    RunDocuments(Generation generation) {
        this.runs = generation.collection(RUNS);
        this.answers = generation.collection(ANSWERS);
    }

    /** A member is to be asked. */
    void asked(PromptRequested prompt, Instant at) {
        write(
                runs,
                List.of(upsert(
                        and(eq("_id", prompt.runId()), exists("questions", false)),
                        combine(
                                set("name", prompt.name()),
                                set("questions", prompt.questions()),
                                setOnInsert("openedAt", Date.from(at))))));
    }

    /**
     * Takes what histories say, each in its order. What members did counts by the opening of their run alone, so that all openings
     * may be taken first.
     */
    void take(Collection<Said> history) {
        write(runs, history.stream().flatMap(RunDocuments::ofTheRun).toList());
        var ofMembers = history.stream().filter(RunDocuments::isOfAMember).toList();
        if (!ofMembers.isEmpty()) {
            var opened = openedAmong(ofMembers.stream().map(Said::runId).collect(toSet()));
            write(
                    answers,
                    ofMembers.stream()
                            .filter(said -> counts(said, opened.get(said.runId())))
                            .flatMap(RunDocuments::ofTheMember)
                            .toList());
        }
    }

    private static boolean isOfAMember(Said said) {
        return memberOf(said.event()) != null;
    }

    private static @Nullable String memberOf(StandupRunEvent event) {
        return switch (event) {
            case AnswersRecorded recorded -> recorded.userId();
            case MemberSkipped skipped -> skipped.userId();
            case RunOpened _, RunClosed _, RunReminded _, InteractionPassedOver _, TickPassedOver _ -> null;
        };
    }

    private static Stream<UpdateOneModel<Document>> ofTheRun(Said said) {
        return switch (said.event()) {
            case RunOpened opened -> Stream.of(opened(opened, said.offset()));
            case RunClosed closed -> Stream.of(closed(closed.runId(), said.offset()));
            case AnswersRecorded _, MemberSkipped _, RunReminded _, InteractionPassedOver _, TickPassedOver _ ->
                Stream.empty();
        };
    }

    private static Stream<UpdateOneModel<Document>> ofTheMember(Said said) {
        return switch (said.event()) {
            case AnswersRecorded recorded -> answered(recorded, said.offset());
            case MemberSkipped skipped -> Stream.of(skipped(skipped, said.offset()));
            case RunOpened _, RunClosed _, RunReminded _, InteractionPassedOver _, TickPassedOver _ -> Stream.empty();
        };
    }

    private Map<String, Document> openedAmong(Collection<String> runIds) {
        return Flux.from(runs.find(and(in("_id", runIds), exists("opened"))))
                .collectMap(run -> run.getString("_id"))
                .blockOptional(LONGEST_WRITE)
                .orElse(Map.of());
    }

    /** What comes before the opening, or is no member's, is passed over. */
    private static boolean counts(Said said, @Nullable Document run) {
        return run != null
                && run.getLong("opened") < said.offset()
                && run.getList("members", String.class).contains(memberOf(said.event()));
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

    /** The first opening counts. */
    private static UpdateOneModel<Document> opened(RunOpened opened, long offset) {
        return upsert(
                and(eq("_id", opened.runId()), exists("opened", false)),
                combine(
                        set("opened", offset),
                        set("openedAt", Date.from(opened.openedAt())),
                        set("name", opened.name()),
                        set("questions", opened.questions()),
                        set("members", opened.members())));
    }

    /** A closing before the opening is none, of several the first counts. */
    private static UpdateOneModel<Document> closed(String runId, long offset) {
        return new UpdateOneModel<>(
                and(eq("_id", runId), lt("opened", offset), exists("closed", false)), set("closed", offset));
    }

    /** Of a member's answers those with the greatest sequence count. */
    private static Stream<UpdateOneModel<Document>> answered(AnswersRecorded recorded, long offset) {
        var id = idOf(recorded.runId(), recorded.userId());
        var texts = recorded.answers().stream()
                .map(answer -> new Document("question", answer.question()).append("text", answer.text()))
                .toList();
        var place = combine(min("answeredAt", offset), max("latest", offset));
        return Stream.of(
                upsert(
                        and(eq("_id", id), or(exists("sequence", false), lt("sequence", recorded.sequence()))),
                        combine(set("answers", texts), set("sequence", recorded.sequence()), place)),
                new UpdateOneModel<>(eq("_id", id), place));
    }

    private static UpdateOneModel<Document> skipped(MemberSkipped skipped, long offset) {
        return upsert(
                eq("_id", idOf(skipped.runId(), skipped.userId())),
                combine(set("skipped", true), max("latest", offset)));
    }

    /** What is known of a run, if its questions are. */
    Mono<Run> find(String runId) {
        return Mono.from(runs.find(and(eq("_id", runId), exists("questions"))).first())
                .map(RunDocuments::runIn);
    }

    /** What a member has done in a run, where they did something. */
    Mono<Participation> participation(String runId, String userId) {
        return Mono.from(answers.find(eq("_id", idOf(runId, userId))).first()).map(RunDocuments::participationIn);
    }

    /** The runs that ask a member and opened since then, the newest first. */
    Flux<Run> of(String userId, Instant since) {
        return Flux.from(runs.find(and(eq("members", userId), gte("openedAt", Date.from(since))))
                        .sort(descending("openedAt"))
                        .limit(MOST_RUNS))
                .map(RunDocuments::runIn);
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
                texts == null
                        ? null
                        : texts.stream().map(RunDocuments::answerIn).toList(),
                document.getLong("answeredAt"),
                texts == null && document.getBoolean("skipped", false),
                document.get("latest", -1L));
    }

    private static Answer answerIn(Document text) {
        return new Answer(text.getString("question"), text.getString("text"));
    }

    private static UpdateOneModel<Document> upsert(Bson filter, Bson update) {
        return new UpdateOneModel<>(filter, update, new UpdateOptions().upsert(true));
    }

    /**
     * Writes in order. An upsert that finds a document which does not fit its filter finds it as it should be, and what follows is
     * written all the same.
     */
    private static void write(MongoCollection<Document> collection, List<UpdateOneModel<Document>> writes) {
        var left = writes;
        while (!left.isEmpty()) {
            try {
                await(collection.bulkWrite(left, new BulkWriteOptions().ordered(true)));
                return;
            } catch (MongoBulkWriteException e) {
                var error =
                        e.getWriteErrors().isEmpty() ? null : e.getWriteErrors().getFirst();
                if (error == null || ErrorCategory.fromErrorCode(error.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
                left = left.subList(error.getIndex() + 1, left.size());
            }
        }
    }

    private static <T> @Nullable T await(Publisher<T> publisher) {
        return Mono.from(publisher).block(LONGEST_WRITE);
    }
}
