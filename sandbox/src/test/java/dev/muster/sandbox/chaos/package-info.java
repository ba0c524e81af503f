/** The fault suite: its schedule and options by themselves, and a short run of the whole. */
@NullMarked
package dev.muster.sandbox.chaos;

import org.jspecify.annotations.NullMarked;
