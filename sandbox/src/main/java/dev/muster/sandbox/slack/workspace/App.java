package dev.muster.sandbox.slack.workspace;

import java.util.List;

/**
 * An app that is installed in the workspace, with its bot user.
 *
 * @param user its bot's user id
 * @param bot its bot id
 * @param botToken what it calls the Web API with
 * @param appToken what it opens Socket Mode with
 * @param commands the slash commands it owns
 * @param events what it is subscribed to, as a manifest names it
 * @param home which sides it has
 */
public record App(
        String id,
        String name,
        String user,
        String bot,
        String botToken,
        String appToken,
        List<String> scopes,
        List<String> commands,
        List<String> events,
        Home home) {

    /**
     * The sides of an app, as a manifest switches them on and off.
     *
     * @param shown it has a home, to which views are published
     * @param messages it has direct messages
     * @param readOnly nobody but the app writes in these
     */
    public record Home(boolean shown, boolean messages, boolean readOnly) {}
}
