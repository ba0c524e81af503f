package dev.muster.sandbox.slack.api;

/** How many calls of one method by one app are admitted in a minute (docs.slack.dev, "Rate limits"). */
enum Tier {
    TWO(20),
    THREE(50),
    FOUR(100);

    private final int perMinute;

    Tier(int perMinute) {
        this.perMinute = perMinute;
    }

    int perMinute() {
        return perMinute;
    }
}
