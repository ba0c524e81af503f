/** The contract between the services: events, their topics, their envelope and their schemas. */
@NullMarked
package dev.muster.events;

import org.jspecify.annotations.NullMarked;
