package dev.muster.events.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.scheduling.TaskScheduler;

/**
 * Begins again, with new consumers, where Kafka has refused a listener's credentials or its access, until it does not any more. The
 * refused ones are lost: in Kafka 4.2 a member of the new group protocol whose heartbeat was refused never joins its group again
 * ({@code ConsumerMembershipManager}: "transitioned to fatal state"), and its polls then come back empty for ever.
 */
final class RefusedListeners implements ApplicationListener<ConsumerRetryAuthEvent>, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RefusedListeners.class);

    private final TaskScheduler scheduler;
    private final InstantSource clock;
    private final Duration pause;
    private final Set<MessageListenerContainer> refused = ConcurrentHashMap.newKeySet();
    private volatile boolean isRunning;

    /**
     * Makes it.
     *
     * @param pause how long it waits before each new beginning
     */
    RefusedListeners(TaskScheduler scheduler, InstantSource clock, Duration pause) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public void onApplicationEvent(ConsumerRetryAuthEvent event) {
        var container = event.getContainer(MessageListenerContainer.class);
        if (refused.add(container)) {
            log.warn(
                    "Kafka refuses {} ({}): it begins again in {} s",
                    container.getGroupId(),
                    event.getReason(),
                    pause.toSeconds());
            var unused = scheduler.schedule(
                    () -> beginAgain(container), clock.instant().plus(pause));
        }
    }

    private void beginAgain(MessageListenerContainer container) {
        refused.remove(container);
        if (isRunning && container.isRunning()) {
            container.stop();
            if (isRunning) {
                container.start();
            }
        }
    }

    @Override
    public void start() {
        RefusalsInOneLine.install();
        isRunning = true;
    }

    /** Before the listeners are stopped, so that none begins again after that. */
    @Override
    public void stop() {
        isRunning = false;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
