package dev.muster.events.kafka;

import static org.springframework.core.NestedExceptionUtils.getMostSpecificCause;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.kafka.core.KafkaAdmin;

/** Creates the topics that are missing: before the listeners start, or, where Kafka is away then, as soon as it is back. */
final class TopicCreation implements SmartInitializingSingleton, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final KafkaAdmin admin;
    private final Thread later = Thread.ofVirtual().name("topic-creation").unstarted(this::createInTheEnd);

    TopicCreation(KafkaAdmin admin) {
        this.admin = admin;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!create()) {
            later.start();
        }
    }

    @Override
    public void destroy() {
        later.interrupt();
    }

    private boolean create() {
        try {
            if (admin.initialize()) {
                return true;
            }
            log.warn("Kafka does not answer: the topics are created when it does");
        } catch (IllegalStateException e) {
            log.warn(
                    "The topics are not created yet: {}",
                    getMostSpecificCause(e).toString());
        }
        return false;
    }

    private void createInTheEnd() {
        try {
            do {
                Thread.sleep(PAUSE);
            } while (!create());
            log.info("The topics are there");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
