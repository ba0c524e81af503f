package dev.muster.events.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.events.UnreadableEvent;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.Unavailable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A line that does with each record as its text says; what processes of one service do, they see of each other. */
final class ToldLine implements Line {

    private final String group;
    private final Map<String, Set<String>> done;
    final List<String> handled = new CopyOnWriteArrayList<>();
    final List<String> examined = new CopyOnWriteArrayList<>();

    /** Texts that wait for now. */
    volatile Predicate<String> waits = _ -> false;

    /** Whether garbage can be read by now. */
    volatile boolean mended;

    /** Whether order counts. */
    volatile boolean followsGroup;

    ToldLine(String group) {
        this(group, new ConcurrentHashMap<>());
    }

    private ToldLine(String group, Map<String, Set<String>> done) {
        this.group = group;
        this.done = done;
    }

    /** The same line in another process. */
    ToldLine elsewhere() {
        return new ToldLine(group, done);
    }

    /** Has effects be done before. */
    ToldLine did(String... texts) {
        done().addAll(Set.of(texts));
        return this;
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public boolean followsGroup() {
        return followsGroup;
    }

    @Override
    public boolean handle(ConsumerRecord<String, byte[]> record, boolean again) {
        var text = textOf(record);
        if (waits.test(text)) {
            var away = Unavailable.withoutEffect("provider_away", "as told");
            throw new Pause(Pause.Scope.PARTITION, Instant.now().plusMillis(100), "as told", away);
        }
        handled.add(text);
        if (text.startsWith("garbage") && !mended) {
            throw new UnreadableEvent("no event", null);
        }
        if (text.startsWith("never")) {
            throw new Rejected("invalid_email", "as told");
        }
        return again && done().add(text);
    }

    @Override
    public String examine(ConsumerRecord<String, byte[]> record) {
        var text = textOf(record);
        examined.add(text);
        if (text.startsWith("garbage")) {
            throw new UnreadableEvent("no event", null);
        }
        return done().contains(text) ? "done before" : "would call";
    }

    private Set<String> done() {
        return done.computeIfAbsent(group, _ -> ConcurrentHashMap.newKeySet());
    }

    private static String textOf(ConsumerRecord<String, byte[]> record) {
        return record.value() == null ? "erasure" : new String(record.value(), UTF_8);
    }
}
