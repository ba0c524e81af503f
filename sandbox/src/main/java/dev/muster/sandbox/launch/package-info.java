/** Starts and watches everything a running Muster is made of; the journeys and {@code ./muster up} share it. */
@NullMarked
package dev.muster.sandbox.launch;

import org.jspecify.annotations.NullMarked;
