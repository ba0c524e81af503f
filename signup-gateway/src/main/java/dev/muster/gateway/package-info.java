/** The only front door of Muster: form, REST and live status, and the projector that keeps sign-up records. */
@NullMarked
package dev.muster.gateway;

import org.jspecify.annotations.NullMarked;
