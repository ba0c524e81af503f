package dev.muster.sandbox.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.socket_mode.SocketModeApp;
import com.slack.api.methods.MethodsClient;
import com.slack.api.socket_mode.SocketModeClient;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** An app with Slack's own Java SDK, strict about keys it does not know. */
final class Bot {

    private final Slack sdk;
    private final App app;
    private final String botToken;
    private final String appToken;
    private @Nullable SocketModeApp running;
    private @Nullable SocketModeClient connection;

    Bot(URI slack) {
        this(slack, SlackEmulator.BOT_TOKEN, SlackEmulator.APP_TOKEN);
    }

    Bot(URI slack, String botToken, String appToken) {
        var config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(slack + "api/");
        config.setFailOnUnknownProperties(true);
        config.setProxyUrl(null);
        config.setStatsEnabled(false);
        this.sdk = Slack.getInstance(config);
        this.app = new App(
                AppConfig.builder().slack(sdk).singleTeamBotToken(botToken).build());
        this.botToken = botToken;
        this.appToken = appToken;
    }

    /** The app, to which listeners are added before it starts. */
    App app() {
        return app;
    }

    MethodsClient methods() {
        return sdk.methods(botToken);
    }

    Bot start() throws Exception {
        running = new SocketModeApp(appToken, app, SocketModeClient.Backend.Tyrus, 4);
        running.startAsync();
        connection = running.getClient();
        return this;
    }

    /** Closing the app alone would leave the client's threads behind. */
    void stop() throws Exception {
        if (running != null) {
            running.close();
        }
        if (connection != null) {
            connection.close();
        }
        sdk.close();
    }
}
