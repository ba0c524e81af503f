@NullMarked
package dev.muster.sandbox.emulator;

import org.jspecify.annotations.NullMarked;
