package dev.muster.events.replay;

import io.micrometer.common.KeyValues;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation.DefaultKafkaListenerObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation.ListenerLowCardinalityTags;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;

/** Has the series of a replay be those of its group, not of the replay: they stay until the process ends. */
final class ObservedReplay extends DefaultKafkaListenerObservationConvention {

    private final String group;

    ObservedReplay(String group) {
        this.group = group;
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(KafkaRecordReceiverContext context) {
        return super.getLowCardinalityKeyValues(context)
                .and(
                        ListenerLowCardinalityTags.LISTENER_ID.withValue("replay"),
                        ListenerLowCardinalityTags.MESSAGING_CONSUMER_GROUP.withValue(group));
    }
}
