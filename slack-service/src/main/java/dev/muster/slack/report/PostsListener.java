package dev.muster.slack.report;

import static java.util.stream.Collectors.joining;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.EventCodec;
import dev.muster.events.PostRequested;
import dev.muster.events.StandupPostEvent;
import dev.muster.events.Topic;
import dev.muster.events.replay.Line;
import dev.muster.slack.delivery.Messages;
import dev.muster.slack.report.PostParts.Part;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Posts reports, each message once, and updates what a later revision changes. */
@Component
final class PostsListener implements Line {

    private final EventCodec codec;
    private final PostParts parts;
    private final Messages messages;

    PostsListener(EventCodec codec, PostParts parts, Messages messages) {
        this.codec = codec;
        this.parts = parts;
        this.messages = messages;
    }

    @Override
    public String group() {
        return ConsumerGroup.SLACK_POSTS;
    }

    /** An entry is rejected where its report's first message is not there. */
    @Override
    public boolean followsGroup() {
        return true;
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
        var found = partsOf(record, true);
        return found.isEmpty()
                ? NOTHING
                : found.stream()
                        .map(part -> messages.examine(part.effect(), part.action()))
                        .collect(joining(", "));
    }

    private List<Part> partsOf(ConsumerRecord<String, byte[]> record, boolean again) {
        var read = codec.read(record, StandupPostEvent.class).orElse(null);
        if (read == null) {
            return List.of();
        }
        return switch (read.event()) {
            case PostRequested post -> parts.of(post, read, again);
        };
    }
}
