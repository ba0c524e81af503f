/** The alerts, the dashboards and their description, held against each other. */
@NullMarked
package dev.muster.sandbox.watch;

import org.jspecify.annotations.NullMarked;
