package dev.muster.sandbox.slack.workspace;

import dev.muster.sandbox.emulator.Json;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The one workspace there is, and who and what is in it to begin with. */
public final class Team {

    public static final String ID = "T0MUSTER";
    public static final String NAME = "Muster";
    public static final String DOMAIN = "muster";
    public static final String URL = "https://muster.slack.example/";

    /** The channel that everybody is in. */
    public static final String GENERAL = "C0GENERAL";

    /** Who a legacy token acts for. */
    public static final String ADMIN = "U0ADMIN";

    /** The app of {@code deploy/slack/manifest.json}, beside which others can be tried out. */
    public static final App MUSTER = new App(
            "A0MUSTER",
            "Muster",
            "U0MUSTER",
            "B0MUSTER",
            "xoxb-emulated-bot-token",
            "xapp-emulated-app-token",
            List.of(
                    "channels:history",
                    "channels:read",
                    "chat:write",
                    "chat:write.customize",
                    "commands",
                    "groups:history",
                    "groups:read",
                    "im:history",
                    "im:write",
                    "users:read"),
            List.of("/standup"),
            List.of(
                    "app_home_opened",
                    "channel_left",
                    "group_left",
                    "member_joined_channel",
                    "member_left_channel",
                    "team_join",
                    "user_change"),
            new App.Home(true, true, false));

    static final long CREATED = 1_577_836_800;

    static final List<Member> MEMBERS = List.of(
            person(ADMIN, "mara", "Mara Lindqvist", "mara", "Europe/Stockholm"),
            person("U0TOMAS", "tomas", "Tomás Okonkwo", "Tomás", "Europe/London"),
            person("U0YUKI", "yuki", "山本 ゆき", "", "Asia/Tokyo"),
            Member.botOf(MUSTER, CREATED));

    static final Channel CHANNEL = new Channel(
            GENERAL,
            "general",
            Channel.Kind.PUBLIC,
            false,
            CREATED,
            ADMIN,
            new LinkedHashSet<>(MEMBERS.stream().map(Member::id).toList()));

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private Team() {}

    private static Member person(String id, String name, String realName, String displayName, String zone) {
        return new Member(
                id, name, realName, displayName, name + "@crew.example.org", null, zone, null, false, false, CREATED);
    }

    /** Whether this is a time zone of the tz database. */
    public static boolean knowsZone(String zone) {
        return ZONES.contains(zone);
    }

    /** The team as payloads of interactions name it. */
    public static ObjectNode inPayloads() {
        return Json.MAPPER.createObjectNode().put("id", ID).put("domain", DOMAIN);
    }
}
