/** Socket Mode, Slack's way to an app without a public address: envelopes out over WebSockets, acknowledgements back. */
@NullMarked
package dev.muster.sandbox.slack.socket;

import org.jspecify.annotations.NullMarked;
