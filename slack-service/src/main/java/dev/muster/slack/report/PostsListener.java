package dev.muster.slack.report;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

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
import dev.muster.events.effect.Pace;
import dev.muster.events.fault.Rejected;
import dev.muster.events.replay.Line;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Posts reports, each message once, and updates what a later revision changes. */
@Component
final class PostsListener implements Line {

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

    @Override
    public String group() {
        return ConsumerGroup.SLACK_POSTS;
    }

    // Three at once, so that waiting for one channel or member does not hold up every other.
    @KafkaListener(id = ConsumerGroup.SLACK_POSTS, topics = Topic.STANDUP_POSTS, concurrency = "3")
    void on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        handle(record, false);
    }

    @Override
    public boolean handle(ConsumerRecord<String, byte[]> record, boolean again) throws InterruptedException {
        var called = false;
        for (var part : partsOf(record, again)) {
            called |= messages.send(part.effect(), part.pace(), part.destination(), part.message());
        }
        return called;
    }

    @Override
    public String examine(ConsumerRecord<String, byte[]> record) {
        var parts = partsOf(record, true);
        return parts.isEmpty()
                ? NOTHING
                : parts.stream()
                        .map(part -> messages.examine(part.effect(), part.action()))
                        .collect(joining(", "));
    }

    /** One message of those that a post takes. */
    private record Part(Effect effect, String action, Pace pace, Destination destination, Message message) {}

    private List<Part> partsOf(ConsumerRecord<String, byte[]> record, boolean again) {
        var read = codec.read(record, StandupPostEvent.class).orElse(null);
        if (read == null) {
            return List.of();
        }
        return switch (read.event()) {
            case PostRequested post -> partsOf(post, message -> effect(post, message, record.offset(), read, again));
        };
    }

    private List<Part> partsOf(PostRequested post, IntFunction<Effect> effects) {
        var parts = new ArrayList<Part>();
        var destination = destinationOf(post);
        for (var message : messagesOf(post)) {
            var action = "post message " + (parts.size() + 1);
            parts.add(
                    new Part(effects.apply(parts.size()), action, paces.postsIn(post.channel()), destination, message));
        }
        // A revision may need fewer messages than the one before.
        for (var effect = effects.apply(parts.size());
                messages.find(effect.id()).isPresent();
                effect = effects.apply(parts.size())) {
            var action = "withdraw message " + (parts.size() + 1);
            parts.add(new Part(effect, action, paces.updates(), destination, ReportMessage.withdrawn()));
        }
        return parts;
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

    private static Effect effect(PostRequested post, int message, long offset, Envelope<?> cause, boolean again) {
        var first = effectOf(post.runId(), post.part());
        var id = message == 0 ? first : first + ":" + (message + 1);
        return new Effect(id, Integer.toString(post.revision()), cause.id(), offset, cause.time(), again);
    }

    private static String effectOf(String runId, String part) {
        return "post:" + runId + ":" + part;
    }
}
