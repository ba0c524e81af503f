/** Asks members by direct message. */
@NullMarked
package dev.muster.slack.prompt;

import org.jspecify.annotations.NullMarked;
