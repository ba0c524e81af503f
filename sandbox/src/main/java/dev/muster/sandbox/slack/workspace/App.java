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
        List<String> events) {}
