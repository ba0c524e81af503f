/** What a person may see of their sign-up, now and as it changes. */
@NullMarked
package dev.muster.gateway.status;

import org.jspecify.annotations.NullMarked;
