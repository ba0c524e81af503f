package dev.muster.sandbox.slack.interaction;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.slack.blocks.Blocks;
import dev.muster.sandbox.slack.blocks.Surface;
import dev.muster.sandbox.slack.blocks.ViewBody;
import dev.muster.sandbox.slack.socket.Delivery;
import dev.muster.sandbox.slack.socket.SocketMode;
import dev.muster.sandbox.slack.view.Inputs;
import dev.muster.sandbox.slack.view.View;
import dev.muster.sandbox.slack.view.Views;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.Message;
import dev.muster.sandbox.slack.workspace.Posted;
import dev.muster.sandbox.slack.workspace.Shapes;
import dev.muster.sandbox.slack.workspace.SlackError;
import dev.muster.sandbox.slack.workspace.Ts;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people do with apps: they press, submit, close, command and write. The app is asked over Socket Mode, and what
 * the person then sees is answered after its acknowledgement or its three seconds, never later.
 */
public final class Interactions {

    /** How long after the acknowledgement a modal may open and still be seen as opening at once. */
    private static final Duration QUIET = Duration.ofMillis(250);

    private static final String TROUBLE = "We had some trouble connecting. Try again?";
    private static final String NO_ANSWER = "The app did not respond. Try again?";

    private final Workspace workspace;
    private final Views views;
    private final Triggers triggers;
    private final Ephemerals ephemerals;
    private final ResponseUrls responseUrls;
    private final Events events;
    private final SocketMode socket;
    private final Shapes shapes;
    private final Payloads payloads;

    /** What people do with the apps of one workspace. */
    public Interactions(Parts parts) {
        this.workspace = parts.workspace();
        this.views = parts.views();
        this.triggers = parts.triggers();
        this.ephemerals = parts.ephemerals();
        this.responseUrls = parts.responseUrls();
        this.events = parts.events();
        this.socket = parts.socket();
        this.shapes = parts.shapes();
        this.payloads = new Payloads(shapes);
    }

    /**
     * Somebody uses a button, or chooses something, in a message that they see: as it is, or, where their client is behind, as it
     * was before it was changed last.
     */
    public CompletableFuture<Outcome> pressInMessage(
            Member member, String channelId, String timestamp, String actionId, @Nullable Object chosen) {
        Channel channel = seen(member, channelId);
        Ts ts = Ts.parse(timestamp).orElseThrow(() -> new Unknown("\"" + timestamp + "\" is not a timestamp"));
        Optional<Posted> posted = workspace.posted(channelId, ts);
        Optional<Ephemeral> ephemeral = ephemerals.find(member.id(), channelId, ts);
        App app = posted.map(found -> workspace.app(found.message().app()))
                .orElseGet(() -> ephemeral.map(Ephemeral::app))
                .orElseThrow(() -> new Unknown("there is no app's message " + timestamp + " in " + channelId));
        Blocks.Found used = Blocks.find(
                        posted.map(found -> found.message().blocks())
                                .or(() -> ephemeral.map(Ephemeral::blocks))
                                .orElse(null),
                        actionId)
                .or(() -> Blocks.find(
                        posted.map(found -> found.message().earlier()).orElse(null), actionId))
                .orElseThrow(() -> new Unknown("the message has no action \"" + actionId + "\""));
        Trigger trigger = triggers.issue(app, member.id());
        ObjectNode payload = payloads.pressedInMessage(
                trigger,
                member,
                channel,
                ts,
                posted.map(this::inPayload).orElse(null),
                Payloads.action(used, chosen, workspace.tick()),
                responseUrls.issue(app, member.id(), channelId, ts));
        return deliver(app, "interactive", false, payload)
                .thenCompose(delivery -> afterPress(delivery, trigger, member));
    }

    private ObjectNode inPayload(Posted posted) {
        ObjectNode message = shapes.history(posted, true);
        message.remove("reactions");
        return message;
    }

    /** Somebody uses a button, or chooses something, in a modal or an App Home. */
    public CompletableFuture<Outcome> pressInView(
            Member member, String viewId, String actionId, @Nullable Object chosen) {
        View view = open(member, viewId);
        Blocks.Found used = Blocks.find(view.blocks(), actionId)
                .orElseThrow(() -> new Unknown("the view has no action \"" + actionId + "\""));
        Trigger trigger = triggers.issue(view.app(), member.id());
        ObjectNode payload =
                payloads.pressedInView(trigger, member, view, Payloads.action(used, chosen, workspace.tick()));
        return deliver(view.app(), "interactive", false, payload)
                .thenCompose(delivery -> afterPress(delivery, trigger, member));
    }

    private CompletableFuture<Outcome> afterPress(Delivery delivery, Trigger trigger, Member member) {
        return delivery instanceof Delivery.Acknowledged
                ? quiet(trigger).thenApply(_ -> Outcome.acknowledged(shown(member)))
                : CompletableFuture.completedFuture(Outcome.told(shown(member), NO_ANSWER));
    }

    /**
     * Somebody submits a modal.
     *
     * @param typed what they enter, by block and action
     */
    public CompletableFuture<Outcome> submit(
            Member member, String viewId, Map<String, Map<String, @Nullable Object>> typed) {
        View opened = open(member, viewId);
        if (!opened.body().has("submit")) {
            throw new IllegalArgumentException("the view has nothing to submit");
        }
        ObjectNode values = Inputs.typed(opened, typed);
        View view = opened.typed(values);
        views.typed(view, values);
        Map<String, String> errors = Inputs.errors(view, values);
        if (!errors.isEmpty()) {
            return CompletableFuture.completedFuture(Outcome.refused(shown(member), false, errors));
        }
        Trigger trigger = triggers.issue(view.app(), member.id());
        return deliver(view.app(), "interactive", true, payloads.submitted(trigger, member, view))
                .thenApply(delivery -> switch (delivery) {
                    case Delivery.Acknowledged acknowledged -> afterSubmission(acknowledged, view, member);
                    case Delivery.NotAcknowledged _ -> Outcome.told(shown(member), TROUBLE);
                });
    }

    private Outcome afterSubmission(Delivery.Acknowledged acknowledged, View view, Member member) {
        JsonNode answer = Json.MAPPER.valueToTree(acknowledged.payload());
        try {
            switch (answer.path("response_action").asString("")) {
                case "errors" -> {
                    return answer.path("errors").isObject()
                            ? Outcome.refused(
                                    shown(member), true, Json.MAPPER.convertValue(answer.path("errors"), Events.OBJECT))
                            : Outcome.told(shown(member), TROUBLE);
                }
                case "update" -> views.update(view, ViewBody.of(answer.path("view"), Surface.MODAL), "");
                case "push" -> views.push(view.app(), member.id(), ViewBody.of(answer.path("view"), Surface.MODAL));
                case "clear" -> views.clear(member.id());
                default -> views.close(view);
            }
        } catch (SlackError refused) {
            return Outcome.told(shown(member), TROUBLE);
        }
        return Outcome.acknowledged(shown(member));
    }

    /** Somebody closes a modal, or all of them; the app hears of it where it wants to. */
    public CompletableFuture<Outcome> close(Member member, String viewId, boolean all) {
        View view = open(member, viewId);
        var told = new ArrayList<CompletableFuture<Delivery>>();
        for (View closed : all ? views.clear(member.id()) : List.of(view)) {
            views.close(closed);
            if (closed.notifiesOnClose()) {
                told.add(deliver(closed.app(), "interactive", false, payloads.closed(member, closed, all)));
            }
        }
        return CompletableFuture.allOf(told.toArray(CompletableFuture[]::new)).thenApply(_ -> {
            boolean heard = told.stream().allMatch(done -> done.resultNow() instanceof Delivery.Acknowledged);
            return heard ? Outcome.acknowledged(shown(member)) : Outcome.told(shown(member), NO_ANSWER);
        });
    }

    /** Somebody enters a slash command in a conversation. */
    public CompletableFuture<Outcome> command(Member member, String command, String text, String channelId) {
        Channel channel = seen(member, channelId);
        App app = workspace.apps().stream()
                .filter(owner -> owner.commands().contains(command))
                .findFirst()
                .orElseThrow(() -> new Unknown(command + " is not a command here"));
        Trigger trigger = triggers.issue(app, member.id());
        String responseUrl = responseUrls.issue(app, member.id(), channelId, null);
        ObjectNode payload = payloads.command(app, member, channel, command, escaped(text), responseUrl, trigger);
        return deliver(app, "slash_commands", true, payload).thenCompose(delivery -> switch (delivery) {
            case Delivery.Acknowledged acknowledged -> {
                String ephemeral = acknowledgement(acknowledged, app, member, channel);
                yield quiet(trigger)
                        .thenApply(_ -> Outcome.acknowledged(shown(member)).withEphemeral(ephemeral));
            }
            case Delivery.NotAcknowledged(var reason) ->
                CompletableFuture.completedFuture(Outcome.told(
                        shown(member),
                        "%s failed with the error \"%s\""
                                .formatted(
                                        command,
                                        reason == Delivery.Reason.TIMED_OUT
                                                ? "operation_timeout"
                                                : "dispatch_failed")));
        });
    }

    private @Nullable String acknowledgement(
            Delivery.Acknowledged acknowledged, App app, Member member, Channel channel) {
        try {
            return responseUrls.acknowledgement(
                    app, member.id(), channel.id(), Json.MAPPER.valueToTree(acknowledged.payload()));
        } catch (SlackError refused) {
            return null;
        }
    }

    /** Somebody opens an app's home; what it shows then is what the app publishes within a second, or has published. */
    public CompletableFuture<Outcome> openHome(Member member, App app) {
        if (!app.home().shown()) {
            throw new Unknown(app.name() + " has no home");
        }
        Channel direct = workspace.openDirect(app.user(), member.id());
        CompletableFuture<Void> published = views.published(app, member.id());
        events.homeOpened(app, member.id(), direct, views.home(app, member.id()).orElse(null));
        return published.completeOnTimeout(null, 1, TimeUnit.SECONDS).thenApply(_ -> views.home(app, member.id())
                .map(home -> Outcome.acknowledged(home.shape()))
                .orElseGet(() -> Outcome.told(null, "Nothing to see here yet.")));
    }

    /** Somebody writes a message. */
    public Outcome write(Member member, String channelId, String text, @Nullable Ts thread) {
        Channel channel = workspace
                .member(channelId)
                .map(other -> workspace.openDirect(other.id(), member.id()))
                .orElseGet(() -> seen(member, channelId));
        if (channel.archived()
                || heldByAnApp(channel, member)
                || (thread != null && workspace.message(channel.id(), thread).isEmpty())) {
            throw new Unknown("nobody can write there");
        }
        Message written = workspace.post(ts -> Message.of(channel.id(), ts, member.id(), escaped(text), thread));
        events.posted(written);
        return Outcome.wrote(written.ts().toString());
    }

    private boolean heldByAnApp(Channel channel, Member member) {
        return channel.direct()
                && workspace
                        .member(channel.other(member.id()))
                        .flatMap(other -> workspace.app(other.app()))
                        .map(App::home)
                        .filter(home -> !home.messages() || home.readOnly())
                        .isPresent();
    }

    /** What people type is text, never markup (docs.slack.dev, "Formatting message text"). */
    private static String escaped(String typed) {
        return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private CompletableFuture<Delivery> deliver(App app, String type, boolean answers, ObjectNode payload) {
        return socket.deliver(app.id(), type, answers, Json.MAPPER.convertValue(payload, Events.OBJECT));
    }

    /** Until a modal was opened with the trigger, or nothing more is to be expected. */
    private static CompletableFuture<Void> quiet(Trigger trigger) {
        return trigger.opened().copy().completeOnTimeout(null, QUIET.toMillis(), TimeUnit.MILLISECONDS);
    }

    private @Nullable ObjectNode shown(Member member) {
        return views.top(member.id()).map(View::shape).orElse(null);
    }

    private View open(Member member, String viewId) {
        return views.find(viewId)
                .filter(view -> view.user().equals(member.id()))
                .orElseThrow(() -> new Unknown(member.id() + " has no view " + viewId + " open"));
    }

    private Channel seen(Member member, String channelId) {
        return workspace
                .channel(channelId)
                .filter(channel -> channel.members().contains(member.id()))
                .orElseThrow(() -> new Unknown(member.id() + " is in no channel " + channelId));
    }
}
