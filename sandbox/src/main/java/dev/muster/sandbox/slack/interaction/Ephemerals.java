package dev.muster.sandbox.slack.interaction;

import dev.muster.sandbox.slack.workspace.Ts;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest messages that one person alone sees. */
public final class Ephemerals {

    private static final int KEPT = 5_000;

    private final Map<Ts, Ephemeral> messages = new LinkedHashMap<>();

    /** Shows a message, in place of the one with the same timestamp if there is one. */
    public synchronized void show(Ephemeral message) {
        messages.put(message.ts(), message);
        if (messages.size() > KEPT) {
            Iterator<Ts> oldest = messages.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    synchronized Optional<Ephemeral> find(String user, String channel, Ts ts) {
        return Optional.ofNullable(messages.get(ts))
                .filter(message ->
                        message.user().equals(user) && message.channel().equals(channel));
    }

    synchronized void remove(Ts ts) {
        messages.remove(ts);
    }

    /** All of them, oldest first. */
    public synchronized List<Ephemeral> all() {
        return List.copyOf(messages.values());
    }
}
