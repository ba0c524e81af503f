/** Replays: operators order them, the services do them, and everybody sees in the log how far they are. */
@NullMarked
package dev.muster.gateway.replay;

import org.jspecify.annotations.NullMarked;
