package dev.muster.sandbox.chaos.check;

import java.time.Instant;

/** A fault that was done, in words. */
public record FaultDone(Instant at, String what) {}
