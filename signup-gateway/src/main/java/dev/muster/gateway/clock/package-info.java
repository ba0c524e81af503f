/** The standups: how they are defined, and the clock that says when each phase of their days has come. */
@NullMarked
package dev.muster.gateway.clock;

import org.jspecify.annotations.NullMarked;
