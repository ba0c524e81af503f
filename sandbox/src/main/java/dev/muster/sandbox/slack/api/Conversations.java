package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a caller may see of the workspace's conversations. */
final class Conversations {

    private final Workspace workspace;

    Conversations(Workspace workspace) {
        this.workspace = workspace;
    }

    /** A conversation that the caller may know of: public, or joined. */
    Channel visible(Caller caller, String id) {
        return workspace
                .channel(id)
                .filter(channel -> channel.kind() == Channel.Kind.PUBLIC
                        || channel.members().contains(caller.user()))
                .orElseThrow(() -> SlackError.of("channel_not_found"));
    }

    /** A conversation that the caller is in. */
    Channel joined(Caller caller, String id) {
        Channel channel = visible(caller, id);
        if (!channel.members().contains(caller.user())) {
            throw SlackError.of("not_in_channel");
        }
        return channel;
    }

    /** The conversations of the types that were asked for, each of which takes a scope. */
    List<Channel> ofTypes(Caller caller, Arguments arguments) {
        List<String> types = arguments.list("types");
        var kinds = new ArrayList<Channel.Kind>();
        for (String type : types.isEmpty() ? List.of("public_channel") : types) {
            switch (type) {
                case "public_channel" -> kinds.add(Channel.Kind.PUBLIC);
                case "private_channel" -> kinds.add(Channel.Kind.PRIVATE);
                case "im" -> kinds.add(Channel.Kind.DIRECT);
                case "mpim" -> caller.needs("mpim:read");
                default -> throw SlackError.of("invalid_types");
            }
        }
        kinds.forEach(kind -> caller.needs(kind.scope() + ":read"));
        Set<Channel.Kind> wanted = Set.copyOf(kinds);
        boolean archivedToo = !arguments.flag("exclude_archived");
        return workspace.channels().stream()
                .filter(channel -> wanted.contains(channel.kind()))
                .filter(channel -> archivedToo || !channel.archived())
                .toList();
    }
}
