/** How every service meets Kafka: publishing that waits for all replicas, and one error handler for all listeners. */
@NullMarked
package dev.muster.events.kafka;

import org.jspecify.annotations.NullMarked;
