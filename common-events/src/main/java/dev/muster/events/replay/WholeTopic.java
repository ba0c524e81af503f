package dev.muster.events.replay;

import dev.muster.events.fault.Unavailable;
import dev.muster.events.kafka.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.core.ConsumerFactory;

/** A topic that has to be known whole before a replay goes over it; it is read once that is asked for, and followed from then on. */
final class WholeTopic {

    private static final Duration A_MOMENT = Duration.ofSeconds(30);

    private final TopicReader reader;
    private boolean whole;

    WholeTopic(ConsumerFactory<String, byte[]> consumers, String topic, Consumer<ConsumerRecord<String, byte[]>> each) {
        this.reader = new TopicReader("whole-" + topic, consumers, List.of(topic), TopicReader.From.BEGINNING, each);
    }

    /**
     * Returns when everything is read that the topic held when that was first asked.
     *
     * @throws Unavailable if that takes long: to be asked again
     */
    synchronized void require() throws InterruptedException {
        if (whole) {
            return;
        }
        if (!reader.isRunning()) {
            reader.start();
        }
        whole = reader.catchUp(A_MOMENT);
        if (!whole) {
            throw Unavailable.withoutEffect("reading", "what a replay has to know first is not read yet");
        }
    }

    /** Reads no more. */
    void stop() {
        reader.stop();
    }
}
