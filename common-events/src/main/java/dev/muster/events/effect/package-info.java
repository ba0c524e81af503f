/** Outside effects, each happening once: the ledger, the order of steps around a call, and the pace of calls. */
@NullMarked
package dev.muster.events.effect;

import org.jspecify.annotations.NullMarked;
