package dev.muster.sandbox.slack.interaction;

import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.SlackError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The triggers of the last minute. */
public final class Triggers {

    private static final Duration VALID = Duration.ofSeconds(3);
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<String, Trigger> triggers = new LinkedHashMap<>();
    private long issued;

    /** No triggers yet. */
    public Triggers(InstantSource clock) {
        this.clock = clock;
    }

    synchronized Trigger issue(App app, String user) {
        Instant now = clock.instant();
        forget(now);
        String id = ++issued + "." + now.toEpochMilli() + "."
                + UUID.randomUUID().toString().replace("-", "");
        var trigger = new Trigger(id, app, user, now, new AtomicBoolean(), new CompletableFuture<>());
        triggers.put(id, trigger);
        return trigger;
    }

    /**
     * Uses a trigger, and returns for whom.
     *
     * @throws SlackError {@code invalid_trigger_id}, {@code exchanged_trigger_id} or {@code expired_trigger_id}
     */
    public synchronized String use(String id, App app) {
        Trigger trigger = triggers.get(id);
        if (trigger == null || !trigger.app().id().equals(app.id())) {
            throw SlackError.of(trigger == null && ours(id) ? "expired_trigger_id" : "invalid_trigger_id");
        }
        if (trigger.used().get()) {
            throw SlackError.of("exchanged_trigger_id");
        }
        if (!clock.instant().isBefore(trigger.issuedAt().plus(VALID))) {
            throw SlackError.of("expired_trigger_id");
        }
        trigger.used().set(true);
        return trigger.user();
    }

    /** Tells whoever waits for it that the modal is open. */
    public void opened(String id) {
        Trigger trigger;
        synchronized (this) {
            trigger = triggers.get(id);
        }
        if (trigger != null) {
            trigger.opened().complete(null);
        }
    }

    /** Whether it may be one that was forgotten. */
    private boolean ours(String id) {
        return id.matches("\\d{1,18}\\.\\d{1,18}\\.[0-9a-f]{32}")
                && Long.parseLong(id.substring(0, id.indexOf('.'))) <= issued;
    }

    private void forget(Instant now) {
        Iterator<Trigger> oldest = triggers.values().iterator();
        while (oldest.hasNext() && oldest.next().issuedAt().plus(REMEMBERED).isBefore(now)) {
            oldest.remove();
        }
    }
}
