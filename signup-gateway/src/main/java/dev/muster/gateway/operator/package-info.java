/** Who operates this deployment: what they may do stands under {@code /api}. */
@NullMarked
package dev.muster.gateway.operator;

import org.jspecify.annotations.NullMarked;
