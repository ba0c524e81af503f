package dev.muster.events.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Down once a listener has stopped although nobody has stopped it: an {@code Error} ends its consumer, and nothing but a new
 * process brings it back.
 */
public final class ListenersHealth implements HealthIndicator {

    private final ObjectProvider<KafkaListenerEndpointRegistry> registries;
    private final Map<String, MessageListenerContainer> others = new ConcurrentHashMap<>();

    ListenersHealth(ObjectProvider<KafkaListenerEndpointRegistry> registries, MeterRegistry meters) {
        this.registries = registries;
        Gauge.builder("muster.listeners.stopped", this, it -> it.stopped().count())
                .description("Listeners that have stopped although nobody has stopped them")
                .register(meters);
    }

    /** Looks after a container that was not made for a {@code @KafkaListener}, in the place of an earlier one of its group. */
    public void watch(String group, MessageListenerContainer container) {
        others.put(group, container);
    }

    @Override
    public Health health() {
        var stopped = stopped()
                .map(container -> String.valueOf(container.getGroupId()))
                .toList();
        return stopped.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("stopped", stopped).build();
    }

    private Stream<MessageListenerContainer> stopped() {
        return containers().filter(container -> !container.isInExpectedState());
    }

    /** All that it looks after. */
    public Stream<MessageListenerContainer> containers() {
        var registered = registries.stream().flatMap(registry -> registry.getListenerContainers().stream());
        return Stream.concat(registered, others.values().stream());
    }
}
