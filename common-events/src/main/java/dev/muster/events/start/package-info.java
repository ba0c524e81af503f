/** How a service says that it cannot start. */
@NullMarked
package dev.muster.events.start;

import org.jspecify.annotations.NullMarked;
