package dev.muster.sandbox.slack.interaction;

import dev.muster.sandbox.slack.socket.SocketMode;
import dev.muster.sandbox.slack.view.Views;
import dev.muster.sandbox.slack.workspace.Invitations;
import dev.muster.sandbox.slack.workspace.Shapes;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What the emulated workspace is made of.
 *
 * @param address where the emulator is reached, known once it serves
 */
public record Parts(
        Workspace workspace,
        Invitations invitations,
        Views views,
        Triggers triggers,
        Ephemerals ephemerals,
        ResponseUrls responseUrls,
        Events events,
        SocketMode socket,
        Shapes shapes,
        Supplier<URI> address)
        implements AutoCloseable {

    /** The parts, with what a directory remembers of them. */
    public static Parts open(Path directory, InstantSource clock, SocketMode socket, Supplier<URI> address) {
        var workspace = Workspace.open(directory.resolve("workspace.jsonl"), clock);
        var invitations = new Invitations(directory.resolve("invitations.jsonl"), workspace, clock);
        var shapes = new Shapes(workspace, address, clock);
        var events = new Events(workspace, shapes, socket, clock);
        var ephemerals = new Ephemerals();
        return new Parts(
                workspace,
                invitations,
                new Views(clock),
                new Triggers(clock),
                ephemerals,
                new ResponseUrls(workspace, events, ephemerals, address, clock),
                events,
                socket,
                shapes,
                address);
    }

    /** Closes the journals; Socket Mode is closed by whoever made it, while its connections can still be told. */
    @Override
    public void close() {
        invitations.close();
        workspace.close();
    }
}
