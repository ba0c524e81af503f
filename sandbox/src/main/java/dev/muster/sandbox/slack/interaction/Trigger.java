package dev.muster.sandbox.slack.interaction;

import dev.muster.sandbox.slack.workspace.App;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What lets an app open a modal for somebody who just did something: once, within three seconds.
 *
 * @param used whether an app has exchanged it
 * @param opened done when a modal was opened with it
 */
record Trigger(String id, App app, String user, Instant issuedAt, AtomicBoolean used, CompletableFuture<Void> opened) {}
