/** Takes the traces that the services send, and shows them as text. */
@NullMarked
package dev.muster.sandbox.traces;

import org.jspecify.annotations.NullMarked;
