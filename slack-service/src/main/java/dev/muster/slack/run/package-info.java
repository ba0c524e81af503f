/** What is known of runs, and the members' messages that follow them. */
@NullMarked
package dev.muster.slack.run;

import org.jspecify.annotations.NullMarked;
