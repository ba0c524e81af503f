/** What measuring needs anywhere; what is measured is declared beside whatever knows it. */
@NullMarked
package dev.muster.events.metrics;

import org.jspecify.annotations.NullMarked;
