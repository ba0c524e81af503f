package dev.muster.events.effect;

import java.time.Duration;

/**
 * How long a line's calls may take.
 *
 * @param deadline after which a request is given up, whatever happens
 * @param requests how many of them a call makes at most, one after the other
 * @param grace how long after a call's deadline a provider may take to show what it accepted
 */
record Limits(Duration deadline, int requests, Duration grace) {

    /** What a claim may take besides the call itself: storing it, a pause of the garbage collector. */
    static final Duration AROUND_THE_CALL = Duration.ofSeconds(5);

    Duration longestCall() {
        return deadline.multipliedBy(requests);
    }

    /** What of a lease must be left when a call begins. */
    Duration longestDoubt() {
        return longestCall().plus(grace);
    }

    /** For how long an effect is claimed. */
    Duration lease() {
        return longestDoubt().plus(AROUND_THE_CALL);
    }
}
