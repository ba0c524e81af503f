/** Dead letters: what the consumer groups could not read or set aside, to be looked at and to be handed over again. */
@NullMarked
package dev.muster.gateway.deadletters;

import org.jspecify.annotations.NullMarked;
