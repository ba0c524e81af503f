/** The sandbox: the whole world of Muster on one machine, and the commands that start and stop it. */
@NullMarked
package dev.muster.sandbox;

import org.jspecify.annotations.NullMarked;
