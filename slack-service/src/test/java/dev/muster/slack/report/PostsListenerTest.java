package dev.muster.slack.report;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.events.Answer;
import dev.muster.events.EffectOutcome;
import dev.muster.events.EffectOutcome.Status;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.MemberProfile;
import dev.muster.events.PostRequested;
import dev.muster.events.ReportEntry;
import dev.muster.events.ReportSummary;
import dev.muster.events.effect.CallSettings;
import dev.muster.slack.FakeSlack.Posted;
import dev.muster.slack.SlackServiceTest;
import dev.muster.slack.delivery.Messages;
import dev.muster.slack.directory.Directory;
import dev.muster.slack.web.SlackPaces;
import dev.muster.slack.web.SlackSettings;
import dev.muster.slack.web.SlackSettings.Reports;
import dev.muster.slack.web.SlackSettings.Reports.Layout;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Mono;

class PostsListenerTest extends SlackServiceTest {

    private final String runId = "daily-" + UUID.randomUUID().toString().substring(0, 8) + "|2026-11-20";
    private final String channel = slackId("C");
    private final String zoe = slackId("U");
    private final String ada = slackId("U");

    @Autowired
    Directory directory;

    @Autowired
    Messages messages;

    @Autowired
    SlackPaces paces;

    @Autowired
    EventCodec codec;

    @Autowired
    PostsListener listener;

    @BeforeEach
    void peopleAreKnown() {
        publisher.publish(envelope("profile" + zoe, profile(zoe, "Zoë & Co")));
        publisher.publish(envelope("profile" + ada, profile(ada, "<Ada>")));
        soon(_ -> assertThat(directory.nameOf(ada)).isEqualTo("<Ada>"));
        soon(_ -> assertThat(directory.nameOf(zoe)).isEqualTo("Zoë & Co"));
    }

    @Test
    void aReportIsAHeaderAndInItsThreadAMessageForEachUnderTheirNameAndPicture() {
        publisher.publish(List.of(summary(1), entry(1, "All <done>")));

        soon(_ -> assertThat(posts()).hasSize(2));
        var header = posts().getFirst();
        assertThat(header.text()).isEqualTo("Here are the standup results from *2026-11-20*.");
        assertThat(header.shown()).contains("1 answered, 0 skipped, 1 missing", "*Missing:* &lt;Ada&gt;");
        assertThat(header.shown()).doesNotContain(ada);
        var entry = posts().getLast();
        assertThat(entry.sent())
                .containsEntry("thread_ts", header.ts())
                .containsEntry("username", "Zoë & Co")
                .containsEntry("icon_url", "https://example.org/zoe.png");
        assertThat(entry.shown())
                .startsWith("*Zoë &amp; Co* posted an update for stand up meeting.\n*Done?*\nAll &lt;done&gt;");
        assertThat(outcomes(post("summary"), 1))
                .extracting(EffectOutcome::status)
                .containsOnly(Status.SUCCEEDED);
    }

    @Test
    void aNewRevisionUpdatesWhatIsThere() {
        publisher.publish(List.of(summary(1), entry(1, "First")));
        soon(_ -> assertThat(posts()).hasSize(2));

        publisher.publish(entry(2, "Second"));

        soon(_ ->
                assertThat(posts()).extracting(Posted::shown).last().asString().contains("Second"));
        assertThat(posts()).hasSize(2);
    }

    @Test
    void anEarlierRevisionThatComesOnceMoreChangesNothing() throws Exception {
        publisher.publish(List.of(summary(1), entry(1, "First"), entry(2, "Second")));
        soon(_ ->
                assertThat(posts()).extracting(Posted::shown).last().asString().contains("Second"));
        awaitDone(post(zoe));

        listener.on(consumed(entry(1, "First"), Long.MAX_VALUE));

        assertThat(posts().getLast().shown()).contains("Second");
        assertThat(posts()).hasSize(2);
    }

    @Test
    void aLongEntryTakesSeveralMessagesAndAShorterRevisionEmptiesWhatIsLeft() {
        publisher.publish(List.of(summary(1), entry(1, "&".repeat(3000), "&".repeat(3000), "Last")));
        soon(_ -> assertThat(posts())
                .extracting(Posted::effectId)
                .containsExactly(post("summary"), post(zoe), post(zoe) + ":2", post(zoe) + ":3", post(zoe) + ":4"));

        publisher.publish(entry(2, "Short"));

        soon(_ -> assertThat(posts())
                .extracting(Posted::text)
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("Here are"),
                        first -> assertThat(first).contains("posted an update"),
                        second -> assertThat(second).isEqualTo("_(shortened)_"),
                        third -> assertThat(third).isEqualTo("_(shortened)_"),
                        fourth -> assertThat(fourth).isEqualTo("_(shortened)_")));
        publisher.publish(entry(3, "&".repeat(3000)));
        soon(_ -> assertThat(posts().get(2).shown()).contains("&amp;"));
        assertThat(posts()).hasSize(5);
    }

    @Test
    void anEntryWhoseAnswerWasLostIsLookedForInTheThread() {
        publisher.publish(summary(1));
        awaitDone(post("summary"));
        SLACK.loseAnswer("chat.postMessage", channel);

        publisher.publish(entry(1, "Once"));

        assertThat(outcomes(post(zoe), 2))
                .extracting(EffectOutcome::status)
                .containsExactly(Status.WAITING, Status.SUCCEEDED);
        assertThat(posts()).hasSize(2);
        assertThat(SLACK.calls("conversations.replies", channel)).isNotEmpty();
    }

    @Test
    void aReportThatCannotBePostedIsRejectedWithSlacksCodeAndItsEntriesWithTheirs() {
        SLACK.refuse("chat.postMessage", channel, "not_in_channel");

        publisher.publish(List.of(summary(1), entry(1, "All")));

        assertThat(outcomes(post("summary"), 1))
                .extracting(EffectOutcome::status, EffectOutcome::code)
                .containsExactly(tuple(Status.REJECTED, "not_in_channel"));
        assertThat(outcomes(post(zoe), 1))
                .extracting(EffectOutcome::status, EffectOutcome::code)
                .containsExactly(tuple(Status.REJECTED, "no_thread"));
    }

    @Test
    void anEntryWhoseThreadIsThereLaterIsPostedWhenItIsHealed() throws Exception {
        publisher.publish(entry(1, "All"));
        assertThat(outcomes(post(zoe), 1)).extracting(EffectOutcome::code).containsExactly("no_thread");
        publisher.publish(summary(1));
        awaitDone(post("summary"));

        assertThat(listener.handle(consumed(entry(1, "All"), Long.MAX_VALUE), true))
                .isTrue();
        assertThat(listener.handle(consumed(summary(1), Long.MAX_VALUE), true)).isFalse();

        assertThat(posts()).hasSize(2);
        assertThat(posts().getLast().sent())
                .containsEntry("thread_ts", posts().getFirst().ts());
    }

    @Test
    void layoutChannelPostsEntriesIntoTheChannelItself() throws Exception {
        var parts = new PostParts(messages, directory, paces, layout(Layout.CHANNEL));

        new PostsListener(codec, parts, messages, new SimpleMeterRegistry()).on(consumed(entry(1, "All"), 0));

        assertThat(posts()).hasSize(1);
        assertThat(posts().getFirst().sent()).doesNotContainKey("thread_ts");
    }

    @Test
    void aReportWhoseDeliveryCouldNotBePublishedIsTimedWhenItIsDeliveredAgain() throws Exception {
        var meters = new SimpleMeterRegistry();
        var restarted = new PostsListener(
                codec, new PostParts(messages, directory, paces, layout(Layout.THREAD)), messages, meters);
        var summary = summary(1);
        publisher.publish(summary);
        awaitDone(post("summary"));
        assertThat(outcomes(post("summary"), 1)).hasSize(1);
        restarted.on(consumed(summary, 0));
        var cutOffToPost = meters.get("muster.report.cutoff.to.post").timer();
        assertThat(cutOffToPost.count()).isZero();
        forgetThatItIsPublished(post("summary"));

        restarted.on(consumed(summary, 0));
        restarted.on(consumed(summary, 0));

        assertThat(cutOffToPost.count()).isEqualTo(1);
        var postedAt = outcomes(post("summary")).getFirst().finishedAt();
        assertThat(Duration.ofNanos((long) cutOffToPost.totalTime(TimeUnit.NANOSECONDS)))
                .isCloseTo(Duration.between(summary.time(), postedAt), Duration.ofMillis(1));
        assertThat(outcomes(post("summary"), 2))
                .extracting(EffectOutcome::status)
                .containsOnly(Status.SUCCEEDED);
        assertThat(posts()).hasSize(1);
    }

    /** As it stands where the process dies before the outcome is published. */
    private void forgetThatItIsPublished(String effectId) {
        assertThat(Mono.from(rows(MESSAGES).updateOne(and(eq(effectId), eq("state", "done")), set("state", "called")))
                        .block())
                .returns(1L, result -> result.getModifiedCount());
    }

    /** Waits until the ledger knows that the outcome is published. */
    private void awaitDone(String effectId) {
        soon(_ -> assertThat(
                        Mono.from(rows(MESSAGES).find(eq(effectId)).first()).block())
                .containsEntry("state", "done"));
    }

    @Test
    void aNameThatTheScopeDoesNotAllowIsLeftOut() {
        publisher.publish(summary(1));
        awaitDone(post("summary"));
        SLACK.answer(
                "chat.postMessage",
                channel,
                "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"chat:write.customize\",\"provided\":\"chat:write\"}");

        publisher.publish(entry(1, "All"));

        soon(_ -> assertThat(posts()).hasSize(2));
        assertThat(posts().getLast().sent()).doesNotContainKeys("username", "icon_url");
        assertThat(posts().getLast().shown()).startsWith("*Zoë &amp; Co*");
    }

    private Envelope<PostRequested> summary(int revision) {
        return envelope(
                "post:" + runId + ":summary:" + revision,
                new PostRequested(
                        runId,
                        PostRequested.SUMMARY,
                        revision,
                        "Daily",
                        channel,
                        new ReportSummary(1, List.of(), List.of(ada)),
                        null));
    }

    private Envelope<PostRequested> entry(int revision, String... texts) {
        var answers =
                List.of(texts).stream().map(text -> new Answer("Done?", text)).toList();
        return envelope(
                "post:" + runId + ":" + zoe + ":" + revision,
                new PostRequested(runId, zoe, revision, "Daily", channel, null, new ReportEntry(zoe, answers, false)));
    }

    private ConsumerRecord<String, byte[]> consumed(Envelope<?> event, long offset) {
        var written = codec.write(event);
        var record = new ConsumerRecord<>(written.topic(), 0, offset, written.key(), written.value());
        written.headers().forEach(header -> record.headers().add(header));
        return record;
    }

    private static SlackSettings layout(Layout layout) {
        return new SlackSettings(
                URI.create("http://localhost/"),
                "xoxb-test",
                "xapp-test",
                1,
                1,
                new Reports(layout),
                new SlackSettings.Directory(Duration.ofMinutes(1)),
                new CallSettings(1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    private static MemberProfile profile(String user, String name) {
        return new MemberProfile(user, "name", "Real Name", name, "https://example.org/zoe.png", false, false);
    }

    private String post(String part) {
        return "post:" + runId + ":" + part;
    }

    private List<Posted> posts() {
        return SLACK.in(channel);
    }
}
