/** Slack's Web API. */
@NullMarked
package dev.muster.sandbox.slack.api;

import org.jspecify.annotations.NullMarked;
