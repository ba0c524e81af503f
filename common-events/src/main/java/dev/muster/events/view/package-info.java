/**
 * Views of the log in the document store, built anew beside the live ones. Nothing here knows more than Kafka's consumers and the
 * document store: building a view can have no other effect.
 */
@NullMarked
package dev.muster.events.view;

import org.jspecify.annotations.NullMarked;
