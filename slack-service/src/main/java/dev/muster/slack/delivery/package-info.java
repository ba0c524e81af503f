/** Messages that are sent and updated once. */
@NullMarked
package dev.muster.slack.delivery;

import org.jspecify.annotations.NullMarked;
