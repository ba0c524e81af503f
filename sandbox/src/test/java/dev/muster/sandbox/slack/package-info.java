@NullMarked
package dev.muster.sandbox.slack;

import org.jspecify.annotations.NullMarked;
