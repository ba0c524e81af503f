/** How every service meets the document store. */
@NullMarked
package dev.muster.events.store;

import org.jspecify.annotations.NullMarked;
