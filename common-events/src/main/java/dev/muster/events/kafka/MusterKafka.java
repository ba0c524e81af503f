package dev.muster.events.kafka;

import static java.util.stream.Collectors.toMap;

import dev.muster.events.Access;
import dev.muster.events.ConsumerGroup;
import dev.muster.events.EventCodec;
import dev.muster.events.Topic;
import dev.muster.events.fault.BackOff;
import dev.muster.events.trace.MusterTraces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ListenerContainerPauseService;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** What every service imports to meet Kafka as all the others do; the client settings are in {@code muster-defaults.yml}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KafkaSettings.class, KafkaSecurity.class})
@Import(MusterTraces.class)
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

    /** Sees to the topics: creates them, or only looks whether this version can take over. */
    @Bean
    SmartInitializingSingleton topics(
            KafkaAdmin admin,
            KafkaSettings settings,
            ConsumerFactory<String, byte[]> consumers,
            EventCodec codec,
            InstantSource clock,
            @Value("${spring.application.name}") String service) {
        var needed = Access.of(service).topics();
        var topics = Topic.withDeadLetters(settings.answersRetention()).stream()
                .filter(topic -> needed.contains(topic.name()))
                .map(topic -> topic.toNewTopic(settings.replication(), settings.minInSync()))
                .toList();
        // Else the first span of a publication would ask Kafka for it, while somebody waits.
        admin.setClusterId("muster");
        var client = admin.getConfigurationProperties();
        if (settings.upgradeCheck().equals(KafkaSettings.OFF)) {
            return new TopicCreation(client, topics, settings.createTopics());
        }
        return new UpgradeCheck(
                service,
                settings.upgradeCheck().equals(KafkaSettings.EVENTS),
                new TopicDifferences(client, topics, settings.createTopics(), Duration.ofSeconds(5)),
                new NewestRecords(new LogScan(consumers), codec, clock),
                Access.of(service).groups().stream().collect(toMap(group -> group, ConsumerGroup::sourcesOf)));
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
    RefusedListeners refusedListeners(
            TaskScheduler pauseScheduler,
            InstantSource clock,
            @Value("${spring.kafka.listener.auth-exception-retry-interval}") Duration pause) {
        return new RefusedListeners(pauseScheduler, clock, pause);
    }

    @Bean
    IdleCommits idleCommits() {
        return new IdleCommits();
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

    @Bean
    MeterBinder certificateMeters(KafkaSecurity security) {
        return registry -> {
            CertificateMeters.show("ca", security.caFile(), registry);
            CertificateMeters.show("certificate", security.certificateFile(), registry);
        };
    }

    @Bean
    DeadLetterMeters deadLetterMeters(MeterRegistry registry, @Value("${spring.application.name}") String service) {
        var meters = new DeadLetterMeters(registry);
        Access.of(service).groups().forEach(meters::expect);
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
