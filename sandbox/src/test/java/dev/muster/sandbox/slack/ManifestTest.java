package dev.muster.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.launch.Options;
import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Team;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What works in the emulated workspace works in a real one: the app has what its manifest asks for there, and no more. */
class ManifestTest {

    private final JsonNode manifest;

    ManifestTest() throws IOException {
        manifest = Json.MAPPER.readTree(Files.readString(Options.projectRoot().resolve("deploy/slack/manifest.json")));
    }

    @Test
    void emulatedAppHasTheManifestsScopes() {
        assertThat(Team.MUSTER.scopes())
                .containsExactlyInAnyOrderElementsOf(texts(manifest.at("/oauth_config/scopes/bot")));
    }

    @Test
    void emulatedAppIsSubscribedToTheManifestsEvents() {
        assertThat(Team.MUSTER.events())
                .containsExactlyInAnyOrderElementsOf(texts(manifest.at("/settings/event_subscriptions/bot_events")));
    }

    @Test
    void emulatedAppHasTheManifestsCommands() {
        assertThat(Team.MUSTER.commands())
                .containsExactlyElementsOf(manifest.at("/features/slash_commands")
                        .valueStream()
                        .map(command -> command.path("command").asString())
                        .toList());
    }

    @Test
    void emulatedAppHasTheManifestsSides() {
        JsonNode home = manifest.at("/features/app_home");

        assertThat(Team.MUSTER.home())
                .isEqualTo(new App.Home(
                        home.path("home_tab_enabled").asBoolean(),
                        home.path("messages_tab_enabled").asBoolean(),
                        home.path("messages_tab_read_only_enabled").asBoolean()));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
