/** Taking a sign-up: reading what was sent, checking it, and publishing it. */
@NullMarked
package dev.muster.gateway.signup;

import org.jspecify.annotations.NullMarked;
