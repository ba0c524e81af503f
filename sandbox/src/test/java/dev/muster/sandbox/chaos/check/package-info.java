@NullMarked
package dev.muster.sandbox.chaos.check;

import org.jspecify.annotations.NullMarked;
