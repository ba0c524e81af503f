/** Slack's Web API: settings, paces, and what its answers mean. */
@NullMarked
package dev.muster.slack.web;

import org.jspecify.annotations.NullMarked;
