package dev.muster.sandbox.chaos.check;

import java.time.Instant;

/** A press of <em>skip today</em> that was acknowledged. */
public record AcceptedSkip(String runId, String userId, Instant at) {}
