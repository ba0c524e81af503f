package dev.muster.sandbox.slack;

import dev.muster.sandbox.emulator.EmulatorServer;
import dev.muster.sandbox.emulator.Pages;
import dev.muster.sandbox.emulator.RunningClock;
import dev.muster.sandbox.emulator.RunningScheduler;
import dev.muster.sandbox.slack.api.ResponseRoute;
import dev.muster.sandbox.slack.api.WebApi;
import dev.muster.sandbox.slack.control.WorkspaceControl;
import dev.muster.sandbox.slack.interaction.Parts;
import dev.muster.sandbox.slack.socket.SocketMode;
import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.Invitation;
import dev.muster.sandbox.slack.workspace.Team;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * An emulated Slack workspace: the Web API under {@code /api}, Socket Mode, a page on which a person is any member,
 * and the control side.
 */
public final class SlackEmulator implements AutoCloseable {

    /** The token that may invite. */
    public static final String INVITE_TOKEN = "xoxp-emulated-legacy-token";

    /** The bot's token to begin with. */
    public static final String BOT_TOKEN = Team.MUSTER.botToken();

    /** The token with which the bot's app opens Socket Mode. */
    public static final String APP_TOKEN = Team.MUSTER.appToken();

    /** The workspace's id. */
    public static final String TEAM_ID = Team.ID;

    /** The channel that everybody is in, and that invitations lead to. */
    public static final String GENERAL = Team.GENERAL;

    /** How long the gateway may take to publish a tick. */
    private static final Duration GATEWAY_PATIENCE = Duration.ofSeconds(10);

    private final Pages pages = new Pages();
    private final Scheduler programs = Schedulers.newSingle("slack-socket", true);
    private final Parts parts;
    private final WebApi api;
    private final Optional<StandupDesk> desk;
    private final EmulatorServer server;

    private SlackEmulator(
            int port,
            Path directory,
            InstantSource clock,
            Optional<StandupDesk.Gateway> gateway,
            Duration patienceWithApps) {
        var limits = new RunningClock(clock);
        var socket = new SocketMode(programs, new RunningScheduler(limits, programs), patienceWithApps);
        this.parts = Parts.open(directory, clock, socket, this::address);
        this.api = new WebApi(INVITE_TOKEN, parts, clock, limits);
        var responses = new ResponseRoute(parts.responseUrls(), api.switchboard());
        var control = new WorkspaceControl(parts, clock, api.switchboard()::changed);
        var routes = RouterFunctions.route()
                .GET("/", _ -> page())
                .GET("/avatars/{id}", new Avatars(parts.workspace())::draw)
                .POST("/response/{id}", responses::call)
                .route(
                        RequestPredicates.path("/api/{method}")
                                .and(RequestPredicates.methods(HttpMethod.GET, HttpMethod.POST)),
                        api::call)
                .build()
                .and(control.routes())
                .and(socket.routes());
        this.desk = gateway.map(found -> new StandupDesk(found, GATEWAY_PATIENCE));
        this.server = EmulatorServer.start(
                "slack", port, desk.map(StandupDesk::routes).map(routes::and).orElse(routes), api.switchboard());
    }

    /** Starts the emulator with what its directory remembers; port 0 takes a free one. */
    public static SlackEmulator start(int port, Path directory, InstantSource clock) {
        return start(port, directory, clock, Optional.empty());
    }

    /**
     * Starts the emulator beside a gateway.
     *
     * @param gateway whose standups the page shows in a panel; without one there is no panel
     */
    public static SlackEmulator start(
            int port, Path directory, InstantSource clock, Optional<StandupDesk.Gateway> gateway) {
        return start(port, directory, clock, gateway, SocketMode.PATIENCE);
    }

    /** The same, with another patience than the real one's for an app's acknowledgements. */
    static SlackEmulator start(
            int port,
            Path directory,
            InstantSource clock,
            Optional<StandupDesk.Gateway> gateway,
            Duration patienceWithApps) {
        return new SlackEmulator(port, directory, clock, gateway, patienceWithApps);
    }

    /** The workspace page's address, ending in a slash; the Web API is under {@code api/}. */
    public URI address() {
        return server.address();
    }

    /** Whether the bot hears what people do. */
    public boolean isBotConnected() {
        return parts.socket().connections(Team.MUSTER.id()) > 0;
    }

    /** Gives the bot another token, until the emulator is started again; the former is worthless at once. */
    public void changeBotToken() {
        api.switchboard().keys().change(BOT_TOKEN);
    }

    /** The bot's token of now, where it was changed. */
    public Optional<String> changedBotToken() {
        return api.switchboard().keys().changed(BOT_TOKEN);
    }

    private Mono<ServerResponse> page() {
        List<InvitationRow> invitations = parts.invitations().all().reversed().stream()
                .map(invitation -> InvitationRow.of(invitation, parts.workspace()))
                .toList();
        return pages.page(
                "workspace",
                Map.of(
                        "team",
                        Team.NAME,
                        "invitations",
                        invitations,
                        "standups",
                        desk.isPresent(),
                        "botToken",
                        BOT_TOKEN,
                        "appToken",
                        APP_TOKEN));
    }

    /** An invitation in the words of the page, where there is no JavaScript to word it. */
    record InvitationRow(String email, String name, String channels, String when, int emailsSent) {

        static InvitationRow of(Invitation invitation, Workspace workspace) {
            return new InvitationRow(
                    invitation.email(),
                    invitation.name(),
                    invitation.channels().stream()
                            .map(id -> "#"
                                    + workspace.channel(id).map(Channel::name).orElse(id))
                            .collect(Collectors.joining(", ")),
                    Pages.time(invitation.invitedAt()),
                    invitation.emailsSent());
        }
    }

    @Override
    public void close() {
        parts.socket().close();
        server.close();
        desk.ifPresent(StandupDesk::close);
        parts.close();
        programs.dispose();
    }
}
