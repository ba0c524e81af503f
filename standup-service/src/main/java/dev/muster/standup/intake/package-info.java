/** Takes what happens outside into the histories of the runs. */
@NullMarked
package dev.muster.standup.intake;

import org.jspecify.annotations.NullMarked;
