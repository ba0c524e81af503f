package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.workspace.Invitations;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Team;
import java.util.EnumSet;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ways to invite somebody: the legacy one works, with a legacy token; the official ones refuse, as they do in a
 * workspace that is neither on Enterprise nor paid for.
 */
final class InvitesApi {

    private final Invitations invitations;

    InvitesApi(Invitations invitations) {
        this.invitations = invitations;
    }

    List<Method> methods() {
        return List.of(
                // It has no published tier.
                Method.of("users.admin.invite", null, this::invite).allowing(EnumSet.of(Caller.Kind.LEGACY)),
                Method.of("admin.users.invite", Tier.TWO, (_, _) -> {
                            throw SlackError.of("feature_not_enabled");
                        })
                        .allowing(EnumSet.of(Caller.Kind.LEGACY)),
                Method.of("conversations.inviteShared", Tier.TWO, (caller, _) -> {
                    caller.needs("conversations.connect:write");
                    throw SlackError.of("not_paid");
                }));
    }

    private ObjectNode invite(Caller caller, Arguments arguments) {
        String firstName = arguments.text("first_name");
        String lastName = arguments.text("last_name");
        if (firstName.isEmpty() && lastName.isEmpty()) {
            firstName = arguments.text("real_name");
        }
        List<String> channels = arguments.list("channels");
        invitations.invite(
                arguments.text("email"),
                firstName,
                lastName,
                channels.isEmpty() ? List.of(Team.GENERAL) : channels,
                arguments.flag("resend"));
        return Json.MAPPER.createObjectNode();
    }
}
