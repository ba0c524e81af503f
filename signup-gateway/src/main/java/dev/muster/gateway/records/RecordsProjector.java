package dev.muster.gateway.records;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.Topic;
import dev.muster.events.kafka.DeadLetters;
import dev.muster.events.replay.Line;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Keeps the view of the log in the document store; a batch that could not be written whole is delivered again. */
@Component
final class RecordsProjector implements Line {

    private static final Logger log = LoggerFactory.getLogger(RecordsProjector.class);

    private final LogReader reader;
    private final Records records;
    private final DeadLetters deadLetters;

    RecordsProjector(LogReader reader, Records records, DeadLetters deadLetters) {
        this.reader = reader;
        this.records = records;
        this.deadLetters = deadLetters;
    }

    @Override
    public String group() {
        return ConsumerGroup.GATEWAY_RECORDS;
    }

    @KafkaListener(
            id = ConsumerGroup.GATEWAY_RECORDS,
            topics = {Topic.SIGNUPS, Topic.SLACK_INVITES, Topic.CRM_CONTACTS},
            batch = "true",
            properties = "max.poll.records=500")
    void on(List<ConsumerRecord<String, byte[]>> batch) {
        var read = reader.read(batch);
        records.write(read.changes());
        read.unreadable().forEach((record, reason) -> deadLetters.send(record, reason, ConsumerGroup.GATEWAY_RECORDS));
        read.changes().keySet().forEach(signupId -> log.info("{} recorded", signupId));
    }

    @Override
    public boolean handle(ConsumerRecord<String, byte[]> record, boolean again) {
        var said = reader.read(record);
        if (!said.equals(SignupRecord.EMPTY)) {
            records.write(Map.of(record.key(), said));
            log.info("{} recorded", record.key());
        }
        return false;
    }

    @Override
    public String examine(ConsumerRecord<String, byte[]> record) {
        var said = reader.read(record);
        if (said.equals(SignupRecord.EMPTY)) {
            return NOTHING;
        }
        return said.erased() >= 0 ? "would erase the record" : "would keep it in the record";
    }
}
