/** Traces: what happens because of one request or one interaction, across all services. */
@NullMarked
package dev.muster.events.trace;

import org.jspecify.annotations.NullMarked;
