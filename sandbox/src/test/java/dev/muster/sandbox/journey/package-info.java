/** Whole journeys through the packaged product, started as a person starts it. */
@NullMarked
package dev.muster.sandbox.journey;

import org.jspecify.annotations.NullMarked;
