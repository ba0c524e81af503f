/** Invites who signed up. */
@NullMarked
package dev.muster.slack.invite;

import org.jspecify.annotations.NullMarked;
