package dev.muster.sandbox.slack.interaction;

import dev.muster.sandbox.slack.blocks.Blocks;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Message;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Ts;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The addresses at which an app may answer an interaction: five times within thirty minutes. */
public final class ResponseUrls {

    private static final int USES = 5;
    private static final Duration VALID = Duration.ofMinutes(30);

    private final Workspace workspace;
    private final Events events;
    private final Ephemerals ephemerals;
    private final Supplier<URI> address;
    private final InstantSource clock;
    private final Map<String, Answerable> open = new LinkedHashMap<>();

    private record Answerable(
            App app, String user, String channel, @Nullable Ts message, Instant until, int left) {

        Answerable used() {
            return new Answerable(app, user, channel, message, until, left - 1);
        }
    }

    /**
     * No addresses yet.
     *
     * @param address where the emulator is reached
     */
    public ResponseUrls(
            Workspace workspace, Events events, Ephemerals ephemerals, Supplier<URI> address, InstantSource clock) {
        this.workspace = workspace;
        this.events = events;
        this.ephemerals = ephemerals;
        this.address = address;
        this.clock = clock;
    }

    /** An address to answer what somebody did in a channel, and perhaps at a message. */
    synchronized String issue(App app, String user, String channel, @Nullable Ts message) {
        Instant now = clock.instant();
        Iterator<Answerable> oldest = open.values().iterator();
        while (oldest.hasNext() && oldest.next().until().isBefore(now)) {
            oldest.remove();
        }
        String id = UUID.randomUUID().toString();
        open.put(id, new Answerable(app, user, channel, message, now.plus(VALID), USES));
        return address.get() + "response/" + id;
    }

    private synchronized Answerable use(String id) {
        Answerable found = open.get(id);
        if (found == null || !clock.instant().isBefore(found.until())) {
            throw SlackError.of("expired_url");
        }
        if (found.left() == 0) {
            throw SlackError.of("used_url");
        }
        open.put(id, found.used());
        return found;
    }

    /**
     * Does what an app answers.
     *
     * @throws SlackError {@code expired_url}, {@code used_url}, {@code no_text}, or what is wrong with the blocks
     */
    public void answer(String id, JsonNode body) {
        Answerable to = use(id);
        if (body.path("delete_original").asBoolean(false)) {
            remove(to);
            return;
        }
        show(to, body);
    }

    /** What an app answers in its acknowledgement of a command; returns the text if one person alone sees it. */
    @Nullable String acknowledgement(App app, String user, String channel, JsonNode body) {
        if (body.path("text").asString("").isEmpty() && body.path("blocks").isEmpty()) {
            return null;
        }
        show(new Answerable(app, user, channel, null, clock.instant(), 0), body);
        return body.path("response_type").asString("").equals("in_channel")
                ? null
                : body.path("text").asString("");
    }

    private void show(Answerable to, JsonNode body) {
        String text = body.path("text").asString("");
        ArrayNode blocks = Blocks.ofMessage(body.path("blocks"), "msg_blocks_too_long");
        if (text.isEmpty() && blocks == null) {
            throw SlackError.of("no_text");
        }
        if (to.message() != null && body.path("replace_original").asBoolean(false)) {
            replace(to, to.message(), text, blocks);
        } else if (body.path("response_type").asString("").equals("in_channel")) {
            Ts thread = Ts.parse(body.path("thread_ts").asString("")).orElse(null);
            events.posted(workspace.post(ts -> new Message(
                    to.channel(),
                    ts,
                    to.app().user(),
                    to.app().id(),
                    text,
                    blocks,
                    null,
                    thread,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Map.of())));
        } else {
            ephemerals.show(new Ephemeral(to.user(), to.channel(), workspace.tick(), to.app(), text, blocks));
        }
    }

    private void replace(Answerable to, Ts message, String text, @Nullable ArrayNode blocks) {
        Optional<Message> changed = workspace.change(
                to.channel(), message, old -> old.changed(text, blocks, old.metadata(), workspace.tick()));
        if (changed.isEmpty()) {
            ephemerals.show(new Ephemeral(to.user(), to.channel(), message, to.app(), text, blocks));
        }
    }

    private void remove(Answerable to) {
        if (to.message() != null) {
            ephemerals.remove(to.message());
            if (workspace.message(to.channel(), to.message()).isPresent()) {
                workspace.remove(to.channel(), to.message());
            }
        }
    }
}
