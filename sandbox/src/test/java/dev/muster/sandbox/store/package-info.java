@NullMarked
package dev.muster.sandbox.store;

import org.jspecify.annotations.NullMarked;
