/** Threads that a service keeps for its own work. */
@NullMarked
package dev.muster.events.thread;

import org.jspecify.annotations.NullMarked;
