/** The operator's commands of {@code ./muster}, over the gateway's HTTP API alone. */
@NullMarked
package dev.muster.cli;

import org.jspecify.annotations.NullMarked;
