/** Goes over the log again: for one consumer group, beside what that group itself goes on to do. */
@NullMarked
package dev.muster.events.replay;

import org.jspecify.annotations.NullMarked;
