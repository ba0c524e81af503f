package dev.muster.crm;

import static java.util.Objects.requireNonNull;

import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.EventCodec;
import dev.muster.events.Topic;
import dev.muster.events.effect.EffectLedger;
import dev.muster.events.effect.EffectLine;
import dev.muster.events.effect.OutcomeHistory;
import dev.muster.events.effect.Pace;
import dev.muster.events.effect.Provider;
import dev.muster.events.fault.BackOff;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.cloud.stream.config.ConsumerEndpointCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.kafka.inbound.KafkaMessageDrivenChannelAdapter;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.messaging.Message;

/** The line of contacts: the function that Spring Cloud Stream binds to the sign-ups, its provider, ledger and pace. */
@Configuration(proxyBeanMethods = false)
class ContactLine {

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

    @Bean
    Provider activeCampaignHttp(CrmSettings settings) {
        return new Provider(settings.connectTimeout(), settings.answerTimeout());
    }

    @Bean
    EffectLine contactEffects(
            MongoDatabase store,
            ConsumerFactory<String, byte[]> consumers,
            EventCodec codec,
            Provider http,
            CrmSettings settings,
            InstantSource clock) {
        var history = new OutcomeHistory(consumers, codec, Topic.CRM_CONTACTS);
        return new EffectLine(
                new EffectLedger(store, "crm_contact_effects", history, clock),
                new Pace(settings.pace()),
                http.deadline(),
                settings.grace(),
                BackOff.UP_TO_A_MINUTE,
                RandomGenerator.getDefault());
    }

    private static void handle(ContactSync sync, Message<?> message) {
        try {
            sync.on(sourceOf(message));
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
