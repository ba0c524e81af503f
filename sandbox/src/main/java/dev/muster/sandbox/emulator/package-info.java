/** What the emulated providers have in common: calls kept, faults, limits, the control side, pages, journals. */
@NullMarked
package dev.muster.sandbox.emulator;

import org.jspecify.annotations.NullMarked;
