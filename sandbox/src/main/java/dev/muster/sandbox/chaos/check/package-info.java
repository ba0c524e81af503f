/** What must hold after a run of the fault suite, read from the topics and the emulators' journals alone. */
@NullMarked
package dev.muster.sandbox.chaos.check;

import org.jspecify.annotations.NullMarked;
