package dev.muster.events.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.events.fault.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two replicas write while others build, and take their time between asking whether they may write and writing. */
class WritersBesideABuilderTest {

    private static final Duration SOON = Duration.ofMinutes(5);
    private static final int REBUILDS = 10;
    private static final long SEED = 7;

    /** So that a slow machine does not read ever more. */
    private static final int RECORDS_BESIDE_A_REBUILD = 50;

    private final Workshop workshop = new Workshop();
    private final View view = workshop.view();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Semaphore records = new Semaphore(0);
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void close() {
        over.set(true);
        threads.forEach(Thread::interrupt);
        workshop.close();
    }

    @Test
    void nothingIsLostBetweenCatchingUpAndTheSwap() throws Exception {
        var random = new Random(SEED);
        view.mind();
        start("publisher", this::publish);
        for (var partition = 0; partition < Workshop.PARTITIONS; partition++) {
            var own = new Replica(workshop.view(), partition, new Random(SEED + partition));
            start("replica", own::run);
        }

        for (var i = 0; i < REBUILDS; i++) {
            records.release(RECORDS_BESIDE_A_REBUILD);
            rebuild(workshop.view(), random.nextInt(4) == 0 ? random.nextInt(100) : -1);
        }
        over.set(true);
        records.release();
        threads.getFirst().join(SOON);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(workshop.content(view)).isEqualTo(workshop.published));
        assertThat(failures).isEmpty();
        assertThat(workshop.published).isNotEmpty();
    }

    /** Builds, and calls it off after that many milliseconds where they are not negative. */
    private void rebuild(View own, int calledOffAfter) throws InterruptedException {
        var building = Thread.ofVirtual().start(() -> {
            try {
                own.rebuild((partition, position, end) -> {});
            } catch (InterruptedException _) {
                // Called off.
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        if (calledOffAfter >= 0 && !building.join(Duration.ofMillis(calledOffAfter))) {
            building.interrupt();
        }
        assertThat(building.join(SOON)).isTrue();
    }

    private void publish() {
        var random = new Random(SEED);
        for (var i = 0; !over.get(); i++) {
            records.acquireUninterruptibly();
            workshop.publish("k" + random.nextInt(20), "v" + i);
            pause(random.nextInt(30));
        }
    }

    private void start(String name, Runnable work) {
        threads.add(Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    failures.add(e);
                }
            }
        }));
    }

    /** A listener with its partition, which delivers a record again until it is written. */
    private final class Replica {

        private final View own;
        private final int partition;
        private final Random random;

        Replica(View own, int partition, Random random) {
            this.own = own;
            this.partition = partition;
            this.random = random;
        }

        void run() {
            try (var consumer = workshop.consumers.createConsumer(null, "replica", null)) {
                var mine = List.of(new TopicPartition(workshop.topic, partition));
                consumer.assign(mine);
                consumer.seekToBeginning(mine);
                while (!Thread.currentThread().isInterrupted()) {
                    consumer.poll(Duration.ofMillis(50)).forEach(this::deliver);
                }
            }
        }

        private void deliver(ConsumerRecord<String, byte[]> record) {
            while (true) {
                try {
                    var live = own.write();
                    pause(random.nextInt(10) == 0 ? random.nextInt(300) : 0);
                    Workshop.take(record, live.generation());
                    return;
                } catch (Pause _) {
                    pause(10);
                }
            }
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
