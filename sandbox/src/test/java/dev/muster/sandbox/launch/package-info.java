@NullMarked
package dev.muster.sandbox.launch;

import org.jspecify.annotations.NullMarked;
