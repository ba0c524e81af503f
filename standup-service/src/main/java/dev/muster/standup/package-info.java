/** The standup: opens runs on ticks, asks their members, records what they answer. No class here reads the wall clock. */
@NullMarked
package dev.muster.standup;

import org.jspecify.annotations.NullMarked;
