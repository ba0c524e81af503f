package dev.muster.slack.report;

import static java.util.Objects.requireNonNull;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.MemberProfile;
import dev.muster.events.PostRequested;
import dev.muster.events.ReportEntry;
import dev.muster.events.RunId;
import dev.muster.events.StandupPostEvent;
import dev.muster.events.Topic;
import dev.muster.events.effect.Effect;
import dev.muster.events.fault.Rejected;
import dev.muster.slack.delivery.Messages;
import dev.muster.slack.delivery.Messages.Destination;
import dev.muster.slack.delivery.Messages.Place;
import dev.muster.slack.directory.Directory;
import dev.muster.slack.message.Message;
import dev.muster.slack.message.Message.Author;
import dev.muster.slack.message.ReportMessage;
import dev.muster.slack.web.MessageAt;
import dev.muster.slack.web.SlackPaces;
import dev.muster.slack.web.SlackSettings;
import dev.muster.slack.web.SlackSettings.Reports.Layout;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Posts reports, each message once, and updates what a later revision changes. */
@Component
final class PostsListener {

    private final EventCodec codec;
    private final Messages messages;
    private final Directory directory;
    private final SlackPaces paces;
    private final Layout layout;

    PostsListener(EventCodec codec, Messages messages, Directory directory, SlackPaces paces, SlackSettings settings) {
        this.codec = codec;
        this.messages = messages;
        this.directory = directory;
        this.paces = paces;
        this.layout = settings.reports().layout();
    }

    // Three at once, so that waiting for one channel or member does not hold up every other.
    @KafkaListener(id = ConsumerGroup.SLACK_POSTS, topics = Topic.STANDUP_POSTS, concurrency = "3")
    void on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var read = codec.read(record, StandupPostEvent.class).orElse(null);
        if (read == null) {
            return;
        }
        switch (read.event()) {
            case PostRequested post -> send(post, record.offset(), read);
        }
    }

    private void send(PostRequested post, long offset, Envelope<?> cause) throws InterruptedException {
        var parts = messagesOf(post);
        for (var i = 0; i < parts.size(); i++) {
            var effect = effect(post, i, offset, cause);
            messages.send(effect, paces.postsIn(post.channel()), destinationOf(post), parts.get(i));
        }
        withdrawFrom(parts.size(), post, offset, cause);
    }

    private List<Message> messagesOf(PostRequested post) {
        var entry = post.entry();
        return entry == null
                ? List.of(ReportMessage.summary(
                        RunId.of(post.runId()).date(), post.name(), requireNonNull(post.summary()), directory::nameOf))
                : ReportMessage.entry(entry, authorOf(entry));
    }

    private Author authorOf(ReportEntry entry) {
        var icon = directory.profile(entry.userId()).map(MemberProfile::iconUrl).orElse("");
        return new Author(directory.nameOf(entry.userId()), icon);
    }

    private Destination destinationOf(PostRequested post) {
        if (layout == Layout.CHANNEL || post.part().equals(PostRequested.SUMMARY)) {
            return () -> new Place(post.channel(), null);
        }
        var summary = messages.find(effectOf(post.runId(), PostRequested.SUMMARY));
        return () -> new Place(
                post.channel(),
                summary.map(MessageAt::ts)
                        .orElseThrow(() -> new Rejected("no_thread", "the report's first message is not there")));
    }

    /** A revision may need fewer messages than the one before. */
    private void withdrawFrom(int next, PostRequested post, long offset, Envelope<?> cause)
            throws InterruptedException {
        for (var i = next; ; i++) {
            var effect = effect(post, i, offset, cause);
            if (messages.find(effect.id()).isEmpty()) {
                return;
            }
            messages.send(effect, paces.updates(), destinationOf(post), ReportMessage.withdrawn());
        }
    }

    private static Effect effect(PostRequested post, int message, long offset, Envelope<?> cause) {
        var first = effectOf(post.runId(), post.part());
        var id = message == 0 ? first : first + ":" + (message + 1);
        return new Effect(id, Integer.toString(post.revision()), cause.id(), offset, cause.time(), false);
    }

    private static String effectOf(String runId, String part) {
        return "post:" + runId + ":" + part;
    }
}
