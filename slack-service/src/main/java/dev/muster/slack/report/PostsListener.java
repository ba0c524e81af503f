package dev.muster.slack.report;

import static java.util.stream.Collectors.joining;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.PostRequested;
import dev.muster.events.StandupPostEvent;
import dev.muster.events.Topic;
import dev.muster.events.replay.Line;
import dev.muster.slack.delivery.Messages;
import dev.muster.slack.report.PostParts.Part;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Posts reports, each message once, and updates what a later revision changes. */
@Component
final class PostsListener implements Line {

    private static final Duration[] CUT_OFF_TO_POST = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    private final EventCodec codec;
    private final PostParts parts;
    private final Messages messages;
    private final Timer cutOffToPost;

    PostsListener(EventCodec codec, PostParts parts, Messages messages, MeterRegistry registry) {
        this.codec = codec;
        this.parts = parts;
        this.messages = messages;
        this.cutOffToPost = Timer.builder("muster.report.cutoff.to.post")
                .description(
                        "From a run's closing until the first message of its report is in the channel; replays left out")
                .serviceLevelObjectives(CUT_OFF_TO_POST)
                .register(registry);
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
        var read = codec.read(record, StandupPostEvent.class).orElse(null);
        if (read == null) {
            return false;
        }
        var postedAt = new ArrayList<Instant>();
        for (var part : partsOf(read, again)) {
            messages.send(part.effect(), part.pace(), part.destination(), part.message())
                    .ifPresent(postedAt::add);
        }
        if (!postedAt.isEmpty() && !again && isFirstOfItsReport(read.event())) {
            // A first revision has the time of its run's closing.
            cutOffToPost.record(Duration.between(read.time(), postedAt.getFirst()));
        }
        return !postedAt.isEmpty();
    }

    private static boolean isFirstOfItsReport(StandupPostEvent event) {
        return switch (event) {
            case PostRequested post -> post.revision() == 1 && post.part().equals(PostRequested.SUMMARY);
        };
    }

    @Override
    public String examine(ConsumerRecord<String, byte[]> record) {
        return codec.read(record, StandupPostEvent.class)
                .map(read -> partsOf(read, true).stream()
                        .map(part -> messages.examine(part.effect(), part.action()))
                        .collect(joining(", ")))
                .orElse(NOTHING);
    }

    private List<Part> partsOf(Envelope<StandupPostEvent> read, boolean again) {
        return switch (read.event()) {
            case PostRequested post -> parts.of(post, read, again);
        };
    }
}
