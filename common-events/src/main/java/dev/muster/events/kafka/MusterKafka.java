package dev.muster.events.kafka;

import dev.muster.events.EventCodec;
import dev.muster.events.Topic;
import dev.muster.events.fault.BackOff;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ListenerContainerPauseService;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** What every service imports to meet Kafka as all the others do; the client settings are in {@code muster-defaults.yml}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaSettings.class)
public class MusterKafka {

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean
    EventPublisher eventPublisher(KafkaOperations<String, byte[]> kafka, EventCodec codec) {
        return new EventPublisher(kafka, codec);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    /** All topics, and the dead-letter topics of this service's groups, as {@link TopicCreation} creates them. */
    @Bean
    NewTopics topics(KafkaSettings settings) {
        var topics = Stream.concat(
                Topic.all(settings.answersRetention()).stream(),
                settings.groups().stream().map(Topic::deadLettersOf));
        return new NewTopics(topics.map(topic -> topic.toNewTopic(settings.replication(), settings.minInSync()))
                .toArray(NewTopic[]::new));
    }

    @Bean
    TopicCreation topicCreation(KafkaAdmin admin) {
        return new TopicCreation(admin);
    }

    /** Boot knows no types here; all our consumers read texts and bytes. */
    @Bean
    @SuppressWarnings({"unchecked", "rawtypes"})
    DefaultKafkaConsumerFactoryCustomizer calmPolling() {
        return consumers -> ((DefaultKafkaConsumerFactory) consumers).addPostProcessor(new CalmPolling());
    }

    @Bean
    TaskScheduler pauseScheduler() {
        var scheduler = new SimpleAsyncTaskScheduler();
        scheduler.setThreadNamePrefix("resume-");
        scheduler.setVirtualThreads(true);
        return scheduler;
    }

    @Bean
    ListenersHealth listenersHealthIndicator(
            ObjectProvider<KafkaListenerEndpointRegistry> listeners, MeterRegistry registry) {
        return new ListenersHealth(listeners, registry);
    }

    @Bean
    KafkaHealth kafkaHealthIndicator(KafkaAdmin admin) {
        return new KafkaHealth(admin.getConfigurationProperties());
    }

    /** Boot's template knows no types. */
    @Bean
    PublicationMeters<Object, Object> publicationMeters(MeterRegistry registry) {
        return new PublicationMeters<>(registry);
    }

    /** By the names under which the certificates are set. */
    @Bean
    MeterBinder certificateMeters(Environment environment) {
        return registry -> Map.of("certificate", "MUSTER_KAFKA_CERTIFICATE_FILE", "ca", "MUSTER_KAFKA_CA_FILE")
                .forEach((file, variable) -> Optional.ofNullable(environment.getProperty(variable))
                        .filter(path -> !path.isBlank())
                        .ifPresent(path -> CertificateMeters.show(file, Path.of(path), registry)));
    }

    @Bean
    DeadLetterMeters deadLetterMeters(MeterRegistry registry, KafkaSettings settings) {
        var meters = new DeadLetterMeters(registry);
        settings.groups().forEach(meters::expect);
        return meters;
    }

    @Bean
    DeadLetters deadLetters(KafkaOperations<String, byte[]> kafka, InstantSource clock, DeadLetterMeters meters) {
        return new DeadLetters(kafka, clock, meters);
    }

    @Bean
    FaultHandler faultHandler(
            DeadLetters deadLetters, TaskScheduler pauseScheduler, InstantSource clock, MeterRegistry registry) {
        return new FaultHandler(
                deadLetters,
                new ListenerContainerPauseService(null, pauseScheduler),
                BackOff.UP_TO_A_MINUTE,
                BackOff.UP_TO_FIVE_SECONDS,
                clock,
                RandomGenerator.getDefault(),
                registry);
    }
}
