package dev.muster.sandbox.slack.control;

import dev.muster.sandbox.emulator.ControlRequest;
import dev.muster.sandbox.emulator.ControlRequest.Refused;
import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.Team;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes and changes channels, and lets people join and leave them. */
final class ChannelSetup {

    private final Workspace workspace;
    private final MemberSetup members;
    private final InstantSource clock;

    ChannelSetup(Workspace workspace, MemberSetup members, InstantSource clock) {
        this.workspace = workspace;
        this.members = members;
        this.clock = clock;
    }

    List<Channel> put(List<ControlRequest> wanted) {
        return wanted.stream().map(this::put).toList();
    }

    private Channel put(ControlRequest request) {
        request.allowOnly("id", "name", "members", "is_archived", "is_private");
        String given = request.optionalText("id");
        if (given != null && !given.matches("C[A-Z0-9]{1,30}")) {
            throw new Refused("\"" + given + "\" is not a channel's id, such as C0GENERAL");
        }
        List<String> wanted = request.texts("members");
        for (String user : wanted == null ? List.<String>of() : wanted) {
            if (workspace.member(user).isEmpty()) {
                throw new Refused("there is no member " + user);
            }
        }
        Channel earlier = workspace.channel(given).orElseGet(() -> fresh(given, request.text("name")));
        String name = request.optionalText("name");
        Boolean archived = request.flag("is_archived");
        Boolean hidden = request.flag("is_private");
        Channel.Kind kind = Boolean.TRUE.equals(hidden) ? Channel.Kind.PRIVATE : Channel.Kind.PUBLIC;
        workspace.put(new Channel(
                earlier.id(),
                name == null ? earlier.name() : name,
                hidden == null ? earlier.kind() : kind,
                archived == null ? earlier.archived() : archived,
                earlier.created(),
                earlier.creator(),
                earlier.members()));
        if (wanted != null) {
            var gone = new LinkedHashSet<>(earlier.members());
            wanted.forEach(gone::remove);
            members.tellJoined(earlier.id(), workspace.join(earlier.id(), wanted));
            members.tellLeft(earlier.id(), workspace.leave(earlier.id(), gone));
        }
        return workspace.channel(earlier.id()).orElseThrow();
    }

    private Channel fresh(@Nullable String id, String name) {
        return new Channel(
                id == null ? workspace.freshChannel() : id,
                name,
                Channel.Kind.PUBLIC,
                false,
                clock.instant().getEpochSecond(),
                Team.ADMIN,
                Set.of());
    }
}
