package dev.muster.crm;

import static java.util.Objects.requireNonNull;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.OutsideSystem;
import dev.muster.events.effect.EffectLine;
import dev.muster.events.effect.EffectLines;
import dev.muster.events.effect.Provider;
import dev.muster.events.kafka.CalmPolling;
import dev.muster.events.kafka.ListenersHealth;
import dev.muster.events.view.Rebuildable;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cloud.stream.binder.kafka.config.ClientFactoryCustomizer;
import org.springframework.cloud.stream.config.ConsumerEndpointCustomizer;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.kafka.inbound.KafkaMessageDrivenChannelAdapter;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.messaging.Message;

/** The line of contacts: the function that Spring Cloud Stream binds to the sign-ups, and its provider. */
@Configuration(proxyBeanMethods = false)
class ContactLine {

    private static final String LEDGER = "crm_contact_effects";

    /**
     * Takes each sign-up. A consumer, not a function with a result: the outcome is published before the effect counts as done,
     * not after this returns.
     */
    @Bean
    Consumer<Message<?>> contacts(ContactSync sync) {
        return message -> handle(sync, message);
    }

    /** Has each message carry the record it was made of: what the record says of itself must not be guessed from headers. */
    @Bean
    ConsumerEndpointCustomizer<KafkaMessageDrivenChannelAdapter<?, ?>> withSourceRecord() {
        return (endpoint, destination, group) -> endpoint.setBindSourceRecord(true);
    }

    /** The binder's container is no {@code @KafkaListener}'s, whose health and whose end are looked after already. */
    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> lookedAfter(
            ListenersHealth listeners, @Value("${spring.lifecycle.timeout-per-shutdown-phase}") Duration callInHand) {
        return (container, destination, group) -> {
            container.getContainerProperties().setShutdownTimeout(callInHand.toMillis());
            listeners.watch(group, container);
        };
    }

    /** What all our consumers do, and the binder's own would not. */
    @Bean
    @SuppressWarnings({"unchecked", "rawtypes"})
    ClientFactoryCustomizer calmPollingOfTheBinder() {
        return new ClientFactoryCustomizer() {
            @Override
            public void configure(ConsumerFactory<?, ?> consumers) {
                ((ConsumerFactory) consumers).addPostProcessor(new CalmPolling());
            }
        };
    }

    @Bean
    Provider activeCampaignHttp(CrmSettings settings) {
        return new Provider(settings.calls());
    }

    @Bean
    EffectLine contactEffects(EffectLines lines, CrmSettings settings) {
        return lines.open(LEDGER, OutsideSystem.CRM, "crm contact/sync", settings.calls());
    }

    @Bean
    Rebuildable rebuildableContacts(EffectLines lines) {
        return lines.ledgerOf(ConsumerGroup.CRM_CONTACTS, LEDGER, OutsideSystem.CRM.outcomes());
    }

    private static void handle(ContactSync sync, Message<?> message) {
        try {
            sync.handle(sourceOf(message), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting to call", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<String, byte[]> sourceOf(Message<?> message) {
        return requireNonNull(
                message.getHeaders().get(IntegrationMessageHeaderAccessor.SOURCE_DATA, ConsumerRecord.class),
                "a message without its record");
    }
}
