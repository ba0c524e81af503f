package dev.muster.sandbox.slack.control;

import dev.muster.sandbox.emulator.ControlRequest;
import dev.muster.sandbox.emulator.ControlRequest.Refused;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Team;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.util.List;

/** Installs another app beside the running one, with tokens and a bot user of its own. */
final class AppSetup {

    private final Workspace workspace;

    AppSetup(Workspace workspace) {
        this.workspace = workspace;
    }

    /** The app, which has every scope, subscription and side that it asks for, or Muster's where it asks for none. */
    App install(ControlRequest request) {
        request.allowOnly(
                "name",
                "scopes",
                "commands",
                "events",
                "home_tab_enabled",
                "messages_tab_enabled",
                "messages_tab_read_only_enabled");
        String id = workspace.freshApp();
        String number = id.substring(3);
        List<String> scopes = request.texts("scopes");
        List<String> commands = request.texts("commands");
        List<String> events = request.texts("events");
        for (String command : commands == null ? List.<String>of() : commands) {
            if (!command.matches("/[a-z0-9_-]{1,31}")) {
                throw new Refused("\"" + command + "\" is not a command, such as /lunch");
            }
            workspace.apps().stream()
                    .filter(app -> app.commands().contains(command))
                    .findFirst()
                    .ifPresent(owner -> {
                        throw new Refused(command + " belongs to " + owner.name());
                    });
        }
        var app = new App(
                id,
                request.text("name"),
                "U0A" + number,
                "B0A" + number,
                "xoxb-emulated-" + number,
                "xapp-emulated-" + number,
                scopes == null ? Team.MUSTER.scopes() : scopes,
                commands == null ? List.of() : commands,
                events == null ? Team.MUSTER.events() : events,
                home(request));
        workspace.install(app);
        return app;
    }

    private static App.Home home(ControlRequest request) {
        App.Home usual = Team.MUSTER.home();
        Boolean shown = request.flag("home_tab_enabled");
        Boolean messages = request.flag("messages_tab_enabled");
        Boolean readOnly = request.flag("messages_tab_read_only_enabled");
        return new App.Home(
                shown == null ? usual.shown() : shown,
                messages == null ? usual.messages() : messages,
                readOnly == null ? usual.readOnly() : readOnly);
    }
}
