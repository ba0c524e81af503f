package dev.muster.sandbox.slack.interaction;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.socket.SocketMode;
import dev.muster.sandbox.slack.view.View;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.Message;
import dev.muster.sandbox.slack.workspace.Shapes;
import dev.muster.sandbox.slack.workspace.Team;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ObjectNode;

/** Tells apps what happened, each what it is subscribed to and may see (docs.slack.dev, "Events API"). */
public final class Events {

    /** A JSON object as a map. */
    public static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final Workspace workspace;
    private final Shapes shapes;
    private final SocketMode socket;
    private final InstantSource clock;

    /** Events of one workspace, over Socket Mode. */
    public Events(Workspace workspace, Shapes shapes, SocketMode socket, InstantSource clock) {
        this.workspace = workspace;
        this.shapes = shapes;
        this.socket = socket;
        this.clock = clock;
    }

    /** Somebody joined a channel. */
    public void joined(Channel channel, String user) {
        tellThoseIn(channel, membership("member_joined_channel", channel, user));
    }

    /** Somebody left a channel; an app whose bot it was is told so, since it no longer hears what happens there. */
    public void left(Channel channel, String user) {
        tellThoseIn(channel, membership("member_left_channel", channel, user));
        String type = channel.kind() == Channel.Kind.PRIVATE ? "group_left" : "channel_left";
        subscribed(type).stream()
                .filter(app -> app.user().equals(user))
                .forEach(app ->
                        publish(app, event(type).put("channel", channel.id()).put("actor_id", Team.ADMIN)));
    }

    private ObjectNode membership(String type, Channel channel, String user) {
        return event(type)
                .put("user", user)
                .put("channel", channel.id())
                .put("channel_type", channel.letter())
                .put("team", Team.ID);
    }

    /** Somebody new is in the workspace. */
    public void cameIn(Member member) {
        for (App app : subscribed("team_join")) {
            publish(app, about("team_join", member, app));
        }
    }

    /** Something about a member is different. */
    public void changed(Member member) {
        for (App app : subscribed("user_change")) {
            publish(
                    app,
                    about("user_change", member, app)
                            .put("cache_ts", clock.instant().getEpochSecond()));
        }
    }

    private ObjectNode about(String type, Member member, App app) {
        ObjectNode event = Json.MAPPER.createObjectNode().put("type", type);
        event.set("user", shapes.user(member, app.scopes().contains("users:read.email")));
        return event;
    }

    /** A message was posted. */
    public void posted(Message message) {
        workspace.channel(message.channel()).ifPresent(channel -> {
            String subscription =
                    switch (channel.kind()) {
                        case PUBLIC -> "message.channels";
                        case PRIVATE -> "message.groups";
                        case DIRECT -> "message.im";
                    };
            List<App> apps = subscribed(subscription);
            if (!apps.isEmpty()) {
                ObjectNode event = shapes.event(message, channel);
                apps.stream().filter(in(channel)).forEach(app -> publish(app, event));
            }
        });
    }

    /** Somebody opened an app's home. */
    void homeOpened(App app, String user, Channel direct, @Nullable View home) {
        if (app.events().contains("app_home_opened")) {
            ObjectNode event = event("app_home_opened")
                    .put("user", user)
                    .put("channel", direct.id())
                    .put("tab", "home");
            if (home != null) {
                event.set("view", home.shape());
            }
            publish(app, event);
        }
    }

    private ObjectNode event(String type) {
        return Json.MAPPER
                .createObjectNode()
                .put("type", type)
                .put("event_ts", workspace.tick().toString());
    }

    private void tellThoseIn(Channel channel, ObjectNode event) {
        subscribed(event.path("type").asString("")).stream().filter(in(channel)).forEach(app -> publish(app, event));
    }

    private List<App> subscribed(String event) {
        return workspace.apps().stream()
                .filter(app -> app.events().contains(event))
                .toList();
    }

    private static Predicate<App> in(Channel channel) {
        return app -> channel.members().contains(app.user());
    }

    private void publish(App app, ObjectNode event) {
        String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        ObjectNode payload = Json.MAPPER
                .createObjectNode()
                .put("token", "emulated")
                .put("team_id", Team.ID)
                .put("api_app_id", app.id());
        payload.set("event", event);
        payload.put("type", "event_callback")
                .put("event_id", "Ev" + id.substring(0, 9))
                .put("event_time", clock.instant().getEpochSecond());
        payload.putArray("authorizations")
                .addObject()
                .putNull("enterprise_id")
                .put("team_id", Team.ID)
                .put("user_id", app.user())
                .put("is_bot", true)
                .put("is_enterprise_install", false);
        payload.put("is_ext_shared_channel", false).put("event_context", "4-" + id);
        socket.publish(app.id(), Json.MAPPER.convertValue(payload, OBJECT));
    }
}
