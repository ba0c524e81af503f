/** The real Kafka broker, in a JVM of its own. */
@NullMarked
package dev.muster.sandbox.broker;

import org.jspecify.annotations.NullMarked;
