/** Folds the runs of standups into reports, the messages that tell them, and the participation figures: Kafka Streams. */
@NullMarked
package dev.muster.report;

import org.jspecify.annotations.NullMarked;
