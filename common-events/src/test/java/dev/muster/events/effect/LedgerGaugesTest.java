package dev.muster.events.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.OutsideSystem;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.view.Views;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

class LedgerGaugesTest extends EffectLineFixture {

    @Test
    void ledgerThatIsNotWholeDoesNotHideAnother() {
        pausedBy(line(), Unavailable.inDoubt("timeout", "no answer"));
        var nobodyBuildsThem =
                new Views(store.database(), new DefaultKafkaConsumerFactory<>(Map.of()), () -> now, meters);
        var lost = nobodyBuildsThem.openLedger("lost", topic, new OutcomeRows(codec, "lost"));
        var itsLine = EffectMeters.tagsOf(OutsideSystem.SLACK, "lost");
        unsettled.add(itsLine, new EffectLedger(lost, "lost", () -> now));

        unsettled.poll();

        assertThat(meters.get("muster.effects.in.doubt").tags(LINE).gauge().value())
                .isEqualTo(1);
        assertThat(meters.find("muster.effects.in.doubt").tags(itsLine).gauge()).isNull();
    }
}
