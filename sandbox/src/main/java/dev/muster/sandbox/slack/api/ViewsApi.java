package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.blocks.Surface;
import dev.muster.sandbox.slack.blocks.ViewBody;
import dev.muster.sandbox.slack.interaction.Triggers;
import dev.muster.sandbox.slack.view.View;
import dev.muster.sandbox.slack.view.Views;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code views.*}: modals and App Homes. */
final class ViewsApi {

    private final Workspace workspace;
    private final Views views;
    private final Triggers triggers;

    ViewsApi(Workspace workspace, Views views, Triggers triggers) {
        this.workspace = workspace;
        this.views = views;
        this.triggers = triggers;
    }

    List<Method> methods() {
        return List.of(
                Method.ofBots("views.open", Tier.FOUR, this::open),
                Method.ofBots("views.push", Tier.FOUR, this::push),
                Method.ofBots("views.update", Tier.FOUR, this::update),
                Method.ofBots("views.publish", Tier.FOUR, this::publish));
    }

    private ObjectNode open(Caller caller, Arguments arguments) {
        return triggered(caller, arguments, views::open);
    }

    private ObjectNode push(Caller caller, Arguments arguments) {
        return triggered(caller, arguments, views::push);
    }

    private interface Showing {
        View show(App app, String user, ObjectNode body);
    }

    /** A view that is refused leaves its trigger unused. */
    private ObjectNode triggered(Caller caller, Arguments arguments, Showing showing) {
        String trigger = arguments.text("trigger_id");
        if (trigger.isEmpty()) {
            throw SlackError.of("invalid_arguments", List.of("missing required field: trigger_id"));
        }
        ObjectNode body = ViewBody.of(view(arguments), Surface.MODAL);
        String user = triggers.use(trigger, caller.bot());
        View view = showing.show(caller.bot(), user, body);
        triggers.opened(trigger);
        return answer(view);
    }

    private ObjectNode update(Caller caller, Arguments arguments) {
        String externalId = arguments.text("external_id");
        Optional<View> found = externalId.isEmpty()
                ? views.find(arguments.text("view_id"))
                : views.findExternal(caller.bot(), externalId);
        View view = found.filter(open -> open.app().id().equals(caller.bot().id()))
                .orElseThrow(() -> SlackError.of("not_found"));
        Surface surface = view.body().path("type").asString("").equals("home") ? Surface.HOME : Surface.MODAL;
        return answer(views.update(view, ViewBody.of(view(arguments), surface), arguments.text("hash")));
    }

    private ObjectNode publish(Caller caller, Arguments arguments) {
        String user = arguments.text("user_id");
        if (workspace.member(user).isEmpty()) {
            throw SlackError.of("invalid_arguments", List.of("invalid `user_id`"));
        }
        if (!caller.bot().home().shown()) {
            throw SlackError.of("not_enabled");
        }
        ObjectNode body = ViewBody.of(view(arguments), Surface.HOME);
        return answer(views.publish(caller.bot(), user, body, arguments.text("hash")));
    }

    private static JsonNode view(Arguments arguments) {
        JsonNode view = arguments.json("view", "invalid_arguments");
        if (view == null || !view.isObject()) {
            throw SlackError.of("invalid_arguments", List.of("missing required field: view"));
        }
        return view;
    }

    private static ObjectNode answer(View view) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.set("view", view.shape());
        return answer;
    }
}
