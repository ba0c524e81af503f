/** The emulated Slack: a workspace with its Web API, Socket Mode, page and control side. */
@NullMarked
package dev.muster.sandbox.slack;

import org.jspecify.annotations.NullMarked;
