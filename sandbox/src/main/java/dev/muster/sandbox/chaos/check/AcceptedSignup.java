package dev.muster.sandbox.chaos.check;

import java.time.Instant;

/** A sign-up that was answered with 202. */
public record AcceptedSignup(String signupId, String email, Instant at) {}
