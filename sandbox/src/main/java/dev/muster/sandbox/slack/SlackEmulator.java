package dev.muster.sandbox.slack;

import dev.muster.sandbox.emulator.EmulatorServer;
import dev.muster.sandbox.emulator.Pages;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** An emulated Slack workspace: the Web API under {@code /api}, a page of who is invited, and the control side. */
public final class SlackEmulator implements AutoCloseable {

    /** The token that may invite. */
    public static final String INVITE_TOKEN = "xoxp-emulated-legacy-token";

    /** The workspace's id. */
    public static final String TEAM_ID = Workspace.TEAM_ID;

    /** The channel that invitations lead to. */
    public static final String GENERAL = "C0GENERAL";

    private final Pages pages = new Pages();
    private final Workspace workspace;
    private final EmulatorServer server;

    private SlackEmulator(int port, Path directory, InstantSource clock) {
        this.workspace = Workspace.open(directory.resolve("invitations.jsonl"), clock);
        var api = new WebApi(INVITE_TOKEN, workspace, clock);
        var routes = RouterFunctions.route()
                .GET("/", _ -> page())
                .route(
                        RequestPredicates.path("/api/{method}")
                                .and(RequestPredicates.methods(HttpMethod.GET, HttpMethod.POST)),
                        api::call)
                .build();
        this.server = EmulatorServer.start("slack", port, routes, api.switchboard());
    }

    /** Starts the emulator with what its directory remembers; port 0 takes a free one. */
    public static SlackEmulator start(int port, Path directory, InstantSource clock) {
        return new SlackEmulator(port, directory, clock);
    }

    /** The workspace page's address, ending in a slash; the Web API is under {@code api/}. */
    public URI address() {
        return server.address();
    }

    private Mono<ServerResponse> page() {
        List<InvitationRow> invitations = workspace.invitations().reversed().stream()
                .map(InvitationRow::of)
                .toList();
        return pages.page(
                "workspace",
                Map.of("team", Workspace.TEAM_NAME, "members", Workspace.MEMBERS, "invitations", invitations));
    }

    /** An invitation in the words of the page. */
    record InvitationRow(String email, String name, String channels, String when, int emailsSent) {

        static InvitationRow of(Invitation invitation) {
            return new InvitationRow(
                    invitation.email(),
                    (invitation.firstName() + " " + invitation.lastName()).strip(),
                    String.join(
                            ", ",
                            invitation.channels().stream()
                                    .map(id -> "#" + Workspace.CHANNELS.getOrDefault(id, id))
                                    .toList()),
                    Pages.time(invitation.invitedAt()),
                    invitation.emailsSent());
        }
    }

    @Override
    public void close() {
        server.close();
        workspace.close();
    }
}
