package dev.muster.events.replay;

/** What this process does for a replay. Nothing here waits for a record that is in hand. */
interface Part {

    /** Begins, or goes on. */
    void begin();

    /**
     * Publishes what is known by now.
     *
     * @throws RuntimeException if it may not be there: to be called again
     */
    void report();

    /** Whether it goes on; where not, it is to be ended and made anew. */
    boolean isAlive();

    /**
     * Ends it.
     *
     * @param then runs when the record in hand is done with
     */
    void end(Runnable then);
}
