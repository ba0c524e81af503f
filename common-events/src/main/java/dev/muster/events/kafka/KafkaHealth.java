package dev.muster.events.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while Kafka answers. It is asked at most every few seconds, and a probe that comes meanwhile hardly waits. */
final class KafkaHealth implements HealthIndicator, DisposableBean {

    private static final Duration ASKED_EVERY = Duration.ofSeconds(3);
    private static final Duration ANSWER_COUNTS_FOR = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER_MS = 2000;
    private static final int LONGEST_WAIT_MS = 500;

    private final Supplier<CompletableFuture<Boolean>> question;
    private final AutoCloseable client;
    private CompletableFuture<Boolean> answer = CompletableFuture.completedFuture(false);
    private long askedAt = System.nanoTime() - ASKED_EVERY.toNanos();
    private volatile long answeredAt = System.nanoTime() - ANSWER_COUNTS_FOR.toNanos();

    KafkaHealth(Map<String, Object> settings) {
        var client = new Client(settings);
        this(client::answers, client);
    }

    /**
     * Where something else is asked.
     *
     * @param client is closed in the end
     */
    KafkaHealth(Supplier<CompletableFuture<Boolean>> question, AutoCloseable client) {
        this.question = question;
        this.client = client;
    }

    @Override
    public Health health() {
        return (answers() ? Health.up() : Health.down()).build();
    }

    private boolean answers() {
        try {
            return ask().copy()
                    .orTimeout(LONGEST_WAIT_MS, TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            return e.getCause() instanceof TimeoutException
                    && System.nanoTime() - answeredAt < ANSWER_COUNTS_FOR.toNanos();
        } catch (KafkaException _) {
            return false;
        }
    }

    private synchronized CompletableFuture<Boolean> ask() {
        var now = System.nanoTime();
        if (answer.isDone() && now - askedAt >= ASKED_EVERY.toNanos()) {
            askedAt = now;
            answer = question.get();
            var unused = answer.thenAccept(isThere -> answeredAt = isThere ? System.nanoTime() : answeredAt);
        }
        return answer;
    }

    @Override
    public synchronized void destroy() throws Exception {
        client.close();
    }

    /** Of Kafka, made when it is first needed. */
    private static final class Client implements AutoCloseable {

        private final Map<String, Object> settings;
        private @Nullable Admin admin;

        Client(Map<String, Object> settings) {
            this.settings = settings;
        }

        CompletableFuture<Boolean> answers() {
            if (admin == null) {
                admin = Admin.create(settings);
            }
            return admin.describeCluster(new DescribeClusterOptions().timeoutMs(LONGEST_ANSWER_MS))
                    .nodes()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .handle((nodes, failure) -> failure == null && !nodes.isEmpty());
        }

        @Override
        public void close() {
            if (admin != null) {
                admin.close(Duration.ZERO);
            }
        }
    }
}
