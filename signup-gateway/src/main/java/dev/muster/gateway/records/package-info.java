/** Sign-up records: what the log says of a person, and the view of it in the document store. */
@NullMarked
package dev.muster.gateway.records;

import org.jspecify.annotations.NullMarked;
