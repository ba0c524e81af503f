/** Keeps the contacts of the CRM in step with the sign-ups. */
@NullMarked
package dev.muster.crm;

import org.jspecify.annotations.NullMarked;
