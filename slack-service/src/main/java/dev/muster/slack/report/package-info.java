/** Posts reports into channels. */
@NullMarked
package dev.muster.slack.report;

import org.jspecify.annotations.NullMarked;
