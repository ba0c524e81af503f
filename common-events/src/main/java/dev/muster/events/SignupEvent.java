package dev.muster.events;

/** The events of {@code muster.signups}. A record without a value there erases the person. */
public sealed interface SignupEvent extends MusterEvent permits UserSignedUp {}
