package dev.muster.sandbox.slack.workspace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One channel's messages in the order of their timestamps, with its threads. */
final class Messages {

    private final NavigableMap<Ts, Message> all = new TreeMap<>();
    private final NavigableSet<Ts> roots = new TreeSet<>();
    private final Map<Ts, NavigableSet<Ts>> replies = new HashMap<>();

    void put(Message message) {
        all.put(message.ts(), message);
        Ts thread = message.thread();
        if (thread == null) {
            roots.add(message.ts());
        } else {
            replies.computeIfAbsent(thread, _ -> new TreeSet<>()).add(message.ts());
        }
    }

    void remove(Ts ts) {
        Message gone = all.remove(ts);
        roots.remove(ts);
        if (gone != null && gone.thread() != null) {
            NavigableSet<Ts> thread = replies.getOrDefault(gone.thread(), Collections.emptyNavigableSet());
            thread.remove(ts);
            if (thread.isEmpty()) {
                replies.remove(gone.thread());
            }
        }
    }

    @Nullable Message find(Ts ts) {
        return all.get(ts);
    }

    List<Message> all() {
        return List.copyOf(all.values());
    }

    /** Messages of the channel itself, newest first, strictly before one timestamp and not before the other. */
    List<Posted> before(Ts latest, Ts oldest, int most) {
        var found = new ArrayList<Posted>();
        for (Ts ts : roots.headSet(latest, false).descendingSet()) {
            if (ts.compareTo(oldest) < 0 || found.size() == most) {
                break;
            }
            found.add(posted(ts));
        }
        return found;
    }

    /** A thread's replies, oldest first, strictly after one timestamp and strictly before the other. */
    List<Posted> replies(Ts thread, Ts after, Ts latest, int most) {
        var found = new ArrayList<Posted>();
        for (Ts ts :
                replies.getOrDefault(thread, Collections.emptyNavigableSet()).tailSet(after, false)) {
            if (ts.compareTo(latest) >= 0 || found.size() == most) {
                break;
            }
            found.add(posted(ts));
        }
        return found;
    }

    Posted posted(Ts ts) {
        Message message = all.get(ts);
        if (message == null) {
            throw new IllegalStateException("no message " + ts);
        }
        List<Message> answers = new ArrayList<>();
        for (Ts reply : replies.getOrDefault(ts, Collections.emptyNavigableSet())) {
            Message answer = all.get(reply);
            if (answer != null) {
                answers.add(answer);
            }
        }
        Message root = message.thread() == null ? null : all.get(message.thread());
        return new Posted(message, answers, root == null ? null : root.user());
    }
}
