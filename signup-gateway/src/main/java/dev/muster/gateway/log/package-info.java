/** Pieces of the log, read when somebody asks for them. */
@NullMarked
package dev.muster.gateway.log;

import org.jspecify.annotations.NullMarked;
