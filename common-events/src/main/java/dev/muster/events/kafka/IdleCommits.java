package dev.muster.events.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Commits where a listener stands when nothing comes any more. The end of a transaction takes an offset that no record has: behind
 * a topic that is written in transactions its group would seem to lag for ever.
 *
 * <p>Not by the container's own {@code fixTxOffsets}: in 4.1.1 that asks the brokers twice around each empty poll what is
 * committed, and logs an error each time that they are away.
 */
final class IdleCommits implements ApplicationListener<ListenerContainerIdleEvent> {

    private static final Logger log = LoggerFactory.getLogger(IdleCommits.class);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final Map<Place, Long> committed = new ConcurrentHashMap<>();

    private record Place(@Nullable String group, TopicPartition partition) {}

    /** Told on the listener's own thread: it has no record in hand, and stands before whatever failed. */
    @Override
    public void onApplicationEvent(ListenerContainerIdleEvent idle) {
        var group = idle.getContainer(MessageListenerContainer.class).getGroupId();
        try {
            commit(group, idle.getConsumer());
        } catch (KafkaException e) {
            log.debug("{} commits later where it stands: {}", group, e.toString());
        }
    }

    private void commit(@Nullable String group, Consumer<?, ?> consumer) {
        var moved = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var partition : consumer.assignment()) {
            var position = consumer.position(partition, A_MOMENT);
            if (position > committed.getOrDefault(new Place(group, partition), 0L)) {
                moved.put(partition, new OffsetAndMetadata(position));
            }
        }
        if (!moved.isEmpty()) {
            consumer.commitSync(moved, A_MOMENT);
            moved.forEach((partition, position) -> committed.put(new Place(group, partition), position.offset()));
        }
    }
}
