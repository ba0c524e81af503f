@NullMarked
package dev.muster.sandbox.traces;

import org.jspecify.annotations.NullMarked;
