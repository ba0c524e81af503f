@NullMarked
package dev.muster.sandbox;

import org.jspecify.annotations.NullMarked;
