/** Who is in the workspace and in which channels. */
@NullMarked
package dev.muster.slack.directory;

import org.jspecify.annotations.NullMarked;
