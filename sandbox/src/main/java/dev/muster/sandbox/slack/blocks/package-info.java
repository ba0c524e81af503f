/** Block Kit: what Slack accepts in messages and views, and what it fills in. */
@NullMarked
package dev.muster.sandbox.slack.blocks;

import org.jspecify.annotations.NullMarked;
