/** The three names a fault can have, and the pause that follows from each. */
@NullMarked
package dev.muster.events.fault;

import org.jspecify.annotations.NullMarked;
