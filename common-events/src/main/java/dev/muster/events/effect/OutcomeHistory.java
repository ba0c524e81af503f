package dev.muster.events.effect;

import static java.util.Comparator.comparingLong;

import dev.muster.events.ContactOutcome;
import dev.muster.events.EffectOutcome;
import dev.muster.events.EventCodec;
import dev.muster.events.InviteOutcome;
import dev.muster.events.MessageDelivered;
import dev.muster.events.MessageFailed;
import dev.muster.events.MusterEvent;
import dev.muster.events.ProviderEvent;
import dev.muster.events.ReplayEvent;
import dev.muster.events.SignupEvent;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.SlackInteractionEvent;
import dev.muster.events.StandupEvent;
import dev.muster.events.StandupParticipationEvent;
import dev.muster.events.StandupPostEvent;
import dev.muster.events.StandupPromptEvent;
import dev.muster.events.StandupReportEvent;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.StandupTickEvent;
import dev.muster.events.UnreadableEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

/** Every outcome that a topic holds, from its first to the last at the time of asking. */
final class OutcomeHistory {

    private static final Logger log = LoggerFactory.getLogger(OutcomeHistory.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private static final BinaryOperator<EffectOutcome> LATER =
            BinaryOperator.maxBy(comparingLong(EffectOutcome::sequence).thenComparingInt(EffectOutcome::attempt));

    private final ConsumerFactory<String, byte[]> consumers;
    private final EventCodec codec;
    private final String topic;

    OutcomeHistory(ConsumerFactory<String, byte[]> consumers, EventCodec codec, String topic) {
        this.consumers = consumers;
        this.codec = codec;
        this.topic = topic;
    }

    /**
     * Hands over the outcomes by the hundred, in order for each effect, and of each only the last among a hundred.
     *
     * @throws KafkaException if Kafka does not answer; what was handed over may be incomplete
     */
    void replay(Consumer<Collection<EffectOutcome>> reader) {
        try (var consumer = consumers.createConsumer(null, "", "history", settings())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new KafkaException("no topic " + topic + " yet");
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                var latest = new LinkedHashMap<String, EffectOutcome>();
                for (var record : consumer.poll(POLL)) {
                    outcomeIn(record).ifPresent(outcome -> latest.merge(outcome.effectId(), outcome, LATER));
                }
                if (!latest.isEmpty()) {
                    reader.accept(latest.values());
                }
            }
        }
    }

    private Optional<EffectOutcome> outcomeIn(ConsumerRecord<String, byte[]> record) {
        try {
            return codec.read(record).flatMap(envelope -> outcomeOf(envelope.event()));
        } catch (UnreadableEvent e) {
            log.warn("{}-{}@{} passed over: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<EffectOutcome> outcomeOf(MusterEvent event) {
        return switch (event) {
            case InviteOutcome invite -> Optional.of(invite.effect());
            case ContactOutcome contact -> Optional.of(contact.effect());
            case MessageDelivered delivered -> Optional.of(delivered.effect());
            case MessageFailed failed -> Optional.of(failed.effect());
            case ProviderEvent _,
                    SignupEvent _,
                    StandupEvent _,
                    StandupTickEvent _,
                    SlackDirectoryEvent _,
                    SlackInteractionEvent _,
                    StandupRunEvent _,
                    StandupPromptEvent _,
                    StandupReportEvent _,
                    StandupPostEvent _,
                    StandupParticipationEvent _,
                    ReplayEvent _ -> Optional.empty();
        };
    }

    private static Properties settings() {
        var settings = new Properties();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return settings;
    }
}
