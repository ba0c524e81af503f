package dev.muster.sandbox.slack.workspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message where it stands.
 *
 * @param replies the thread's answers to it, oldest first
 * @param parent who wrote the thread's first message, where this is a reply
 */
public record Posted(
        Message message, List<Message> replies, @Nullable String parent) {}
