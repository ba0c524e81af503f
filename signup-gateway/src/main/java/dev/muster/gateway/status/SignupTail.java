package dev.muster.gateway.status;

import dev.muster.events.UnreadableEvent;
import dev.muster.events.kafka.TopicReader;
import dev.muster.gateway.records.LogReader;
import dev.muster.gateway.records.SignupRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * Hears everything that is said of sign-ups, and of their providers, from the start of this process on. It stops before the web server does, so that
 * open streams do not hold the end.
 */
@Component
final class SignupTail implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(SignupTail.class);
    private static final int PEOPLE_REMEMBERED = 10_000;

    private final LogReader reader;
    private final Outages outages;
    private final Followers followers = new Followers(PEOPLE_REMEMBERED);
    private final TopicReader topics;

    SignupTail(ConsumerFactory<String, byte[]> consumers, LogReader reader, Outages outages) {
        this.reader = reader;
        this.outages = outages;
        this.topics = new TopicReader("signup-tail", consumers, LogReader.TOPICS, TopicReader.From.END, this::tell);
    }

    /** All that is heard of a person: lately, and from now on. */
    Flux<SignupRecord> follow(String signupId) {
        return followers.follow(signupId);
    }

    /** What was heard of a person lately. */
    SignupRecord lately(String signupId) {
        return followers.lately(signupId);
    }

    @Override
    public void start() {
        topics.start();
    }

    @Override
    public void stop() {
        topics.stop();
        followers.end();
    }

    @Override
    public boolean isRunning() {
        return topics.isRunning();
    }

    /** Up once every partition's end has been found. */
    @Override
    public Health health() {
        return (topics.isInPlace() ? Health.up() : Health.outOfService()).build();
    }

    private void tell(ConsumerRecord<String, byte[]> record) {
        try {
            if (!outages.hear(record)) {
                followers.tell(record.key(), reader.read(record).announcement());
            }
        } catch (UnreadableEvent e) {
            log.debug("{}-{}@{} passed over", record.topic(), record.partition(), record.offset(), e);
        }
    }
}
