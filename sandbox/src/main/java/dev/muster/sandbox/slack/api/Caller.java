package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.SlackError;
import org.jspecify.annotations.Nullable;

/**
 * Whoever a token belongs to.
 *
 * @param app whose token it is, or null for a legacy token
 * @param user for whom it acts
 */
record Caller(Kind kind, @Nullable App app, String user) {

    enum Kind {
        /** An app's bot token. */
        BOT,
        /** An app's own token, which opens Socket Mode and little else. */
        APP,
        /** The token of an admin from before there were apps, without scopes. */
        LEGACY
    }

    /** The app, where a bot calls. */
    App bot() {
        if (kind != Kind.BOT || app == null) {
            throw SlackError.of("not_allowed_token_type");
        }
        return app;
    }

    /** Refuses a bot without a scope; a legacy token may do what its user may. */
    void needs(String scope) {
        if (kind == Kind.BOT && !has(scope)) {
            throw SlackError.missingScope(scope, String.join(",", bot().scopes()));
        }
    }

    boolean has(String scope) {
        return kind == Kind.LEGACY || (app != null && app.scopes().contains(scope));
    }
}
