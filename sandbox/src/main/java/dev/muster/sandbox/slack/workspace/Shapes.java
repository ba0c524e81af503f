package dev.muster.sandbox.slack.workspace;

import dev.muster.sandbox.emulator.Json;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Members, channels and messages as Slack words them. Every key is one that Slack's own samples have in that place
 * (slackapi/java-slack-sdk, json-logs).
 */
public final class Shapes {

    private final Workspace workspace;
    private final Supplier<URI> address;
    private final InstantSource clock;

    /**
     * Shapes for one workspace.
     *
     * @param address where the emulator is reached, which draws the members' pictures
     */
    public Shapes(Workspace workspace, Supplier<URI> address, InstantSource clock) {
        this.workspace = workspace;
        this.address = address;
        this.clock = clock;
    }

    private static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    /** A member; the e-mail address takes a scope of its own. */
    public ObjectNode user(Member member, boolean withEmail) {
        ObjectNode user = object().put("id", member.id())
                .put("team_id", Team.ID)
                .put("name", member.name())
                .put("deleted", member.deleted())
                .put("color", "4bbe2e")
                .put("real_name", member.realName());
        if (!member.deleted()) {
            ZoneId zone = ZoneId.of(member.tz());
            Instant now = clock.instant();
            user.put("tz", member.tz())
                    .put("tz_label", zone.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                    .put("tz_offset", zone.getRules().getOffset(now).getTotalSeconds());
        }
        user.set("profile", profile(member, withEmail));
        user.put("is_admin", member.id().equals(Team.ADMIN))
                .put("is_owner", false)
                .put("is_primary_owner", false)
                .put("is_restricted", false)
                .put("is_ultra_restricted", false)
                .put("is_bot", member.bot())
                .put("is_app_user", false)
                .put("updated", member.updated());
        return user;
    }

    private ObjectNode profile(Member member, boolean withEmail) {
        ObjectNode profile = object().put("title", "")
                .put("phone", "")
                .put("skype", "")
                .put("real_name", member.realName())
                .put("real_name_normalized", member.realName())
                .put("display_name", member.displayName())
                .put("display_name_normalized", member.displayName())
                .put("status_text", "")
                .put("status_emoji", "")
                .put("status_expiration", 0)
                .put("avatar_hash", "g" + member.id().toLowerCase(Locale.ROOT));
        String picture = picture(member);
        for (int size : List.of(24, 32, 48, 72, 192, 512)) {
            profile.put("image_" + size, picture);
        }
        profile.put("team", Team.ID);
        workspace.app(member.app()).ifPresent(app -> profile.put("api_app_id", app.id())
                .put("always_active", true)
                .put("bot_id", app.bot()));
        if (withEmail && member.email() != null) {
            profile.put("email", member.email());
        }
        return profile;
    }

    /** The address of a member's picture. */
    public String picture(Member member) {
        return member.image48() == null ? address.get() + "avatars/" + member.id() : member.image48();
    }

    /** A conversation as the user of a token sees it. */
    public ObjectNode channel(Channel channel, String viewer) {
        ObjectNode shape = object().put("id", channel.id());
        if (channel.direct()) {
            String other = channel.other(viewer);
            return shape.put("created", channel.created())
                    .put("is_archived", channel.archived())
                    .put("is_im", true)
                    .put("is_org_shared", false)
                    .put("user", other)
                    .put(
                            "is_user_deleted",
                            workspace.member(other).map(Member::deleted).orElse(false))
                    .put("priority", 0);
        }
        shape.put("name", channel.name())
                .put("is_channel", true)
                .put("is_group", false)
                .put("is_im", false)
                .put("is_mpim", false)
                .put("is_private", channel.kind() == Channel.Kind.PRIVATE)
                .put("created", channel.created())
                .put("is_archived", channel.archived())
                .put("is_general", channel.id().equals(Team.GENERAL))
                .put("unlinked", 0)
                .put("name_normalized", channel.name())
                .put("is_shared", false)
                .put("is_org_shared", false)
                .put("is_pending_ext_shared", false)
                .put("creator", channel.creator())
                .put("is_ext_shared", false);
        shape.putArray("shared_team_ids").add(Team.ID);
        shape.putArray("pending_shared");
        shape.putArray("pending_connected_team_ids");
        shape.putArray("previous_names");
        for (String about : List.of("topic", "purpose")) {
            shape.putObject(about).put("value", "").put("creator", "").put("last_set", 0);
        }
        return shape;
    }

    /** A message as the answer to its posting has it. */
    public ObjectNode posted(Message message) {
        return message(message, true);
    }

    /** A message as the answer to its change has it, which leaves out what cannot change. */
    public ObjectNode changed(Message message) {
        ObjectNode shape = message(message, true);
        shape.remove(List.of("ts", "thread_ts", "parent_user_id", "subtype", "username", "icons"));
        return shape;
    }

    /** A message as the history has it: with its thread, its reactions and, where asked for, its metadata. */
    public ObjectNode history(Posted posted, boolean withMetadata) {
        Message message = posted.message();
        ObjectNode shape = message(message, withMetadata);
        if (posted.parent() != null) {
            shape.put("parent_user_id", posted.parent());
        }
        List<Message> replies = posted.replies();
        if (!replies.isEmpty()) {
            Set<String> users = new LinkedHashSet<>();
            replies.forEach(reply -> users.add(reply.user()));
            shape.put("thread_ts", message.ts().toString())
                    .put("reply_count", replies.size())
                    .put("reply_users_count", users.size())
                    .put("latest_reply", replies.getLast().ts().toString())
                    .set("reply_users", strings(users));
            shape.put("is_locked", false).put("subscribed", false);
        }
        if (!message.reactions().isEmpty()) {
            ArrayNode reactions = shape.putArray("reactions");
            message.reactions().forEach((name, users) -> reactions
                    .addObject()
                    .put("name", name)
                    .put("count", users.size())
                    .set("users", strings(users)));
        }
        return shape;
    }

    /** A message as an event tells of it. */
    public ObjectNode event(Message message, Channel channel) {
        ObjectNode shape = message(message, true);
        shape.remove(List.of("subtype", "username", "icons", "app_id"));
        return shape.put("user", message.user())
                .put("team", Team.ID)
                .put("channel", channel.id())
                .put(
                        "channel_type",
                        channel.direct() ? "im" : channel.kind() == Channel.Kind.PUBLIC ? "channel" : "group")
                .put("event_ts", message.ts().toString());
    }

    private ObjectNode message(Message message, boolean withMetadata) {
        ObjectNode shape = object().put("type", "message");
        if (message.customised()) {
            shape.put("subtype", "bot_message");
        } else {
            shape.put("user", message.user());
        }
        shape.put("ts", message.ts().toString()).put("text", message.text());
        if (!message.customised()) {
            shape.put("team", Team.ID);
        }
        workspace.app(message.app()).ifPresent(app -> {
            shape.put("bot_id", app.bot()).put("app_id", app.id());
            if (message.customised()) {
                shape.put("username", message.username() == null ? app.name() : message.username());
            } else {
                shape.set("bot_profile", botProfile(app));
            }
        });
        if (message.emoji() != null) {
            shape.putObject("icons").put("emoji", message.emoji());
        } else if (message.icon() != null) {
            shape.putObject("icons").put("image_64", message.icon());
        }
        if (message.blocks() != null) {
            shape.set("blocks", message.blocks());
        }
        if (message.thread() != null) {
            shape.put("thread_ts", message.thread().toString());
        }
        if (message.edited() != null) {
            shape.putObject("edited")
                    .put("user", message.app() == null ? message.user() : botOf(message))
                    .put("ts", message.edited().toString());
        }
        if (withMetadata && message.metadata() != null) {
            shape.set("metadata", message.metadata());
        }
        return shape;
    }

    private String botOf(Message message) {
        return workspace.app(message.app()).map(App::bot).orElse(message.user());
    }

    private ObjectNode botProfile(App app) {
        ObjectNode profile = object().put("id", app.bot())
                .put("deleted", false)
                .put("name", app.name())
                .put("updated", Team.CREATED)
                .put("app_id", app.id());
        String picture = workspace.member(app.user()).map(this::picture).orElse("");
        profile.putObject("icons")
                .put("image_36", picture)
                .put("image_48", picture)
                .put("image_72", picture);
        return profile.put("team_id", Team.ID);
    }

    /** An app's bot. */
    public ObjectNode bot(App app) {
        ObjectNode bot = botProfile(app);
        bot.remove("team_id");
        return bot.put("user_id", app.user());
    }

    /** Whoever does something, as payloads of interactions name them. */
    public ObjectNode inPayloads(Member member) {
        return object().put("id", member.id())
                .put("username", member.name())
                .put("name", member.name())
                .put("team_id", Team.ID);
    }

    private static ArrayNode strings(Iterable<String> texts) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }
}
