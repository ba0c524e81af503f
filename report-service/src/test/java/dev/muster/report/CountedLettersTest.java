package dev.muster.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.kafka.DeadLetterMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CountedLettersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CountedLetters letters = new CountedLetters(new DeadLetterMeters(registry));

    @Test
    void whatComesAgainAfterAnAbortedTransactionCountsOnce() {
        written(0, 5);
        written(0, 7);
        written(1, 5);

        written(0, 5);
        written(0, 7);
        written(0, 8);

        assertThat(registry.get("muster.dead.letters")
                        .tag("group", "report-service")
                        .counter()
                        .count())
                .isEqualTo(4);
    }

    private void written(int partition, long offset) {
        letters.written("report-service", new TopicPartition("muster.standup-runs", partition), offset);
    }
}
