package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Ts;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** {@code reactions.*}: emoji on messages. */
final class ReactionsApi {

    private final Workspace workspace;
    private final Conversations conversations;

    ReactionsApi(Workspace workspace) {
        this.workspace = workspace;
        this.conversations = new Conversations(workspace);
    }

    List<Method> methods() {
        return List.of(
                Method.ofBots("reactions.add", Tier.THREE, this::add),
                Method.ofBots("reactions.remove", Tier.TWO, this::remove));
    }

    private ObjectNode add(Caller caller, Arguments arguments) {
        return react(caller, arguments, users -> {
            if (users.contains(caller.user())) {
                throw SlackError.of("already_reacted");
            }
            users.add(caller.user());
        });
    }

    private ObjectNode remove(Caller caller, Arguments arguments) {
        return react(caller, arguments, users -> {
            if (!users.remove(caller.user())) {
                throw SlackError.of("no_reaction");
            }
        });
    }

    private ObjectNode react(Caller caller, Arguments arguments, Consumer<List<String>> change) {
        caller.needs("reactions:write");
        String name = arguments.text("name").replace(":", "");
        if (!name.matches("[a-z0-9_+'-]{1,100}")) {
            throw SlackError.of("invalid_name");
        }
        if (arguments.text("channel").isEmpty() || arguments.text("timestamp").isEmpty()) {
            throw SlackError.of("no_item_specified");
        }
        Channel channel = conversations.visible(caller, arguments.text("channel"));
        Ts ts = arguments.ts("timestamp", "bad_timestamp");
        boolean found = workspace
                .change(channel.id(), ts, message -> {
                    var users = new ArrayList<>(message.reactions().getOrDefault(name, List.of()));
                    change.accept(users);
                    return message.reacted(name, users);
                })
                .isPresent();
        if (!found) {
            throw SlackError.of("message_not_found");
        }
        return Json.MAPPER.createObjectNode();
    }
}
