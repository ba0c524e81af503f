package dev.muster.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.OutsideSystem;
import dev.muster.events.ProviderEvent;
import dev.muster.events.ProviderPaused;
import dev.muster.events.ProviderResumed;
import dev.muster.events.Topic;
import dev.muster.gateway.records.Step;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OutagesTest {

    private static final Instant BEGIN = Instant.parse("2026-03-02T08:00:00Z");

    private final EventCodec codec = new EventCodec();
    private Instant now = BEGIN;
    private final Outages outages = new Outages(codec, () -> now);

    @Test
    void aProviderIsPausedUntilItResumes() {
        var paused = new ProviderPaused(OutsideSystem.CRM, "500", null, BEGIN, BEGIN.plusSeconds(30));

        assertThat(hear(paused)).isTrue();
        assertThat(outages.now().of(Step.CRM)).contains(paused);
        assertThat(outages.now().of(Step.SLACK)).isEmpty();
        assertThat(outages.now().of(Step.RECORD)).isEmpty();

        hear(new ProviderResumed(OutsideSystem.CRM, BEGIN));
        assertThat(outages.now()).isEqualTo(Outages.Now.NONE);
    }

    @Test
    void whatIsNotSaidAgainIsForgottenAfterThreeMinutes() {
        var paused = new ProviderPaused(OutsideSystem.SLACK, "ratelimited", null, BEGIN, BEGIN.plusSeconds(3600));
        hear(paused);
        now = BEGIN.plusSeconds(170);
        hear(paused);

        now = BEGIN.plusSeconds(170 + 179);
        assertThat(outages.now().of(Step.SLACK)).contains(paused);
        now = BEGIN.plusSeconds(170 + 181);
        assertThat(outages.now().of(Step.SLACK)).isEmpty();
    }

    @Test
    void whatIsSaidOfAPersonIsNotHeardHere() {
        var person = "abcdefghijklmnopqrstuvwx27";

        assertThat(outages.hear(new ConsumerRecord<>(Topic.SLACK_INVITES, 0, 0, person, new byte[0])))
                .isFalse();
        assertThat(outages.hear(new ConsumerRecord<>(Topic.SLACK_INVITES, 0, 0, null, new byte[0])))
                .isFalse();
    }

    private boolean hear(ProviderEvent event) {
        var written = codec.write(new Envelope<>("1", "/test", now, event));
        return outages.hear(new ConsumerRecord<>(
                written.topic(),
                0,
                0,
                now.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                written.key(),
                written.value(),
                written.headers(),
                Optional.empty()));
    }
}
