/** The only process that speaks to Slack. */
@NullMarked
package dev.muster.slack;

import org.jspecify.annotations.NullMarked;
