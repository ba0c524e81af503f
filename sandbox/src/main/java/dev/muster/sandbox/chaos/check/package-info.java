/**
 * What the fault suite holds a run to: six checks that read the topics, the providers' journals and the document store, and
 * share no code with the services; and a seventh, that no process ends by itself.
 */
@NullMarked
package dev.muster.sandbox.chaos.check;

import org.jspecify.annotations.NullMarked;
