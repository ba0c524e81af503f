package dev.muster.events.replay;

import dev.muster.events.ReplayEnded.Ending;
import dev.muster.events.ReplayProgressed;
import dev.muster.events.ReplayRequested;
import dev.muster.events.view.Rebuildable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a view be built anew. Every process of the service asks for that; which of them builds is for the view to say. */
final class Rebuilding implements Part {

    private static final Logger log = LoggerFactory.getLogger(Rebuilding.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ReplayRequested request;
    private final Rebuildable view;
    private final Reports reports;
    private final Thread thread;
    private final Map<TopicPartition, Long> first = new ConcurrentHashMap<>();
    private final Map<TopicPartition, ReplayProgressed> reached = new ConcurrentHashMap<>();
    private final Map<TopicPartition, ReplayProgressed> published = new HashMap<>();
    private volatile boolean done;

    Rebuilding(ReplayRequested request, Rebuildable view, Reports reports) {
        this.request = request;
        this.view = view;
        this.reports = reports;
        this.thread = Thread.ofVirtual().name("rebuild-" + request.replayId()).unstarted(this::build);
    }

    @Override
    public void begin() {
        thread.start();
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive() || done;
    }

    @Override
    public synchronized void report() {
        var moved = reached.entrySet().stream()
                .filter(each -> !each.getValue().equals(published.get(each.getKey())))
                .toList();
        if (!moved.isEmpty()) {
            reports.progressed(
                    List.copyOf(moved.stream().map(Map.Entry::getValue).toList()));
            moved.forEach(each -> published.put(each.getKey(), each.getValue()));
        }
        if (done) {
            reports.ended(request.replayId(), Ending.COMPLETED, "");
        }
    }

    @Override
    public void end(Runnable then) {
        thread.interrupt();
        Thread.ofVirtual().name("rebuild-end").start(() -> {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            then.run();
        });
    }

    private void build() {
        try {
            while (!isBuilt()) {
                Thread.sleep(PAUSE);
            }
            report();
        } catch (InterruptedException _) {
            log.info("Rebuild {} of {} has ended here", request.replayId(), request.group());
        } catch (RuntimeException e) {
            log.warn(
                    "Rebuild {} of {} is done, and to be reported yet: {}",
                    request.replayId(),
                    request.group(),
                    e.toString());
        }
    }

    private boolean isBuilt() throws InterruptedException {
        try {
            view.rebuild((partition, position, end) -> at(partition, position, end, null));
            done = true;
        } catch (RuntimeException e) {
            log.warn("Rebuild {} of {} is tried again: {}", request.replayId(), request.group(), e.toString());
            reached.forEach((partition, known) ->
                    at(partition, known.position(), known.end(), e.getClass().getSimpleName()));
        }
        return done;
    }

    private void at(TopicPartition partition, long position, long end, @Nullable String waiting) {
        var records = position - first.computeIfAbsent(partition, _ -> position);
        reached.put(
                partition,
                new ReplayProgressed(
                        request.replayId(),
                        partition.toString(),
                        position,
                        end,
                        Math.max(0, records),
                        0,
                        0,
                        0,
                        waiting));
    }
}
