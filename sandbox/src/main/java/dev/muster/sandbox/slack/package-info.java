/** The emulated Slack: Web API and workspace page. */
@NullMarked
package dev.muster.sandbox.slack;

import org.jspecify.annotations.NullMarked;
