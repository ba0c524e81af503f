package dev.muster.sandbox.slack.interaction;

import dev.muster.sandbox.slack.workspace.App;
import dev.muster.sandbox.slack.workspace.Ts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** A message that one person alone sees, until the process ends. */
public record Ephemeral(
        String user,
        String channel,
        Ts ts,
        App app,
        String text,
        @Nullable ArrayNode blocks) {}
