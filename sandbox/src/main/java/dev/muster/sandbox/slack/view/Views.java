package dev.muster.sandbox.slack.view;

import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.SlackError;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The views that people have open: a stack of up to three modals for each person, and an App Home for each app. */
public final class Views {

    private static final int DEEPEST = 3;

    private final InstantSource clock;
    private final Map<String, View> views = new LinkedHashMap<>();
    private final Map<String, List<String>> stacks = new HashMap<>();
    private final Map<Home, String> homes = new HashMap<>();

    private final Map<Home, CompletableFuture<Void>> published = new HashMap<>();

    private record Home(String app, String user) {}

    /** No views yet. */
    public Views(InstantSource clock) {
        this.clock = clock;
    }

    /** Opens a modal; whatever the person had open before is gone. */
    public synchronized View open(App app, String user, ObjectNode body) {
        claimExternalId(app, body, null);
        clear(user);
        return stack(app, user, body, null);
    }

    /** Puts a modal on top of the one that is open. */
    public synchronized View push(App app, String user, ObjectNode body) {
        List<String> stack = stacks.getOrDefault(user, List.of());
        if (stack.isEmpty()) {
            throw SlackError.of("not_found");
        }
        if (stack.size() >= DEEPEST) {
            throw SlackError.of("push_limit_reached");
        }
        claimExternalId(app, body, null);
        return stack(app, user, body, views.get(stack.getLast()));
    }

    private View stack(App app, String user, ObjectNode body, @Nullable View below) {
        String id = id();
        var view = new View(
                id,
                app,
                user,
                body,
                hash(),
                below == null ? null : below.id(),
                below == null ? id : below.root(),
                Inputs.initial(body));
        views.put(id, view);
        stacks.computeIfAbsent(user, _ -> new ArrayList<>()).add(id);
        return view;
    }

    /**
     * Replaces a view's content.
     *
     * @param hash what the app last saw, or empty to replace whatever there is
     */
    public synchronized View update(View view, ObjectNode body, String hash) {
        View open = views.get(view.id());
        if (open == null) {
            throw SlackError.of("not_found");
        }
        if (!hash.isEmpty() && !hash.equals(open.hash())) {
            throw SlackError.of("hash_conflict");
        }
        claimExternalId(open.app(), body, open);
        View changed = open.changed(body, hash()).typed(Inputs.kept(body, open.values()));
        views.put(changed.id(), changed);
        return changed;
    }

    /** Shows somebody an App Home. */
    public View publish(App app, String user, ObjectNode body, String hash) {
        View view = show(app, user, body, hash);
        CompletableFuture<Void> waiting;
        synchronized (this) {
            waiting = published.remove(new Home(app.id(), user));
        }
        if (waiting != null) {
            waiting.complete(null);
        }
        return view;
    }

    private synchronized View show(App app, String user, ObjectNode body, String hash) {
        String earlier = homes.get(new Home(app.id(), user));
        if (earlier != null) {
            return update(given(earlier), body, hash);
        }
        if (!hash.isEmpty()) {
            throw SlackError.of("hash_conflict");
        }
        String id = id();
        var view = new View(id, app, user, body, hash(), null, id, Inputs.initial(body));
        views.put(id, view);
        homes.put(new Home(app.id(), user), id);
        return view;
    }

    /** Done when the app publishes somebody's App Home the next time. */
    public synchronized CompletableFuture<Void> published(App app, String user) {
        return published
                .computeIfAbsent(new Home(app.id(), user), _ -> new CompletableFuture<>())
                .copy();
    }

    /** Somebody's App Home, if the app has published one. */
    public synchronized Optional<View> home(App app, String user) {
        return Optional.ofNullable(homes.get(new Home(app.id(), user))).map(views::get);
    }

    public synchronized Optional<View> find(String id) {
        return Optional.ofNullable(views.get(id));
    }

    /** The app's view with the id that the app gave it. */
    public synchronized Optional<View> findExternal(App app, String externalId) {
        return views.values().stream()
                .filter(view ->
                        view.app().id().equals(app.id()) && view.externalId().equals(externalId))
                .findFirst();
    }

    /** The modal a person sees. */
    public synchronized Optional<View> top(String user) {
        List<String> stack = stacks.getOrDefault(user, List.of());
        return stack.isEmpty() ? Optional.empty() : Optional.ofNullable(views.get(stack.getLast()));
    }

    /** Keeps what was typed. */
    public synchronized void typed(View view, ObjectNode values) {
        views.computeIfPresent(view.id(), (_, open) -> open.typed(values));
    }

    /** Closes one modal; the one under it is seen again. */
    public synchronized void close(View view) {
        views.remove(view.id());
        List<String> stack = stacks.get(view.user());
        if (stack != null) {
            stack.remove(view.id());
            if (stack.isEmpty()) {
                stacks.remove(view.user());
            }
        }
    }

    /** Closes all of a person's modals, and returns them, the topmost first. */
    public synchronized List<View> clear(String user) {
        List<String> stack = stacks.remove(user);
        if (stack == null) {
            return List.of();
        }
        var closed = new ArrayList<View>();
        for (String id : stack.reversed()) {
            View view = views.remove(id);
            if (view != null) {
                closed.add(view);
            }
        }
        return closed;
    }

    /** Every modal that is open and every App Home. */
    public synchronized List<View> all() {
        return List.copyOf(views.values());
    }

    private void claimExternalId(App app, ObjectNode body, @Nullable View self) {
        String externalId = body.path("external_id").asString("");
        if (!externalId.isEmpty()) {
            findExternal(app, externalId)
                    .filter(other -> self == null || !other.id().equals(self.id()))
                    .ifPresent(_ -> {
                        throw SlackError.of("duplicate_external_id");
                    });
        }
    }

    private View given(String id) {
        View view = views.get(id);
        if (view == null) {
            throw new IllegalStateException("no view " + id);
        }
        return view;
    }

    private static String id() {
        return "V"
                + Long.toString(ThreadLocalRandom.current().nextLong(1L << 52), 36)
                        .toUpperCase(Locale.ROOT);
    }

    private String hash() {
        return clock.instant().getEpochSecond() + "."
                + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 41), 36);
    }
}
