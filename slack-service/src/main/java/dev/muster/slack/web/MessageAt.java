package dev.muster.slack.web;

/**
 * Where a message is.
 *
 * @param channel the Slack id of the channel or direct message
 * @param ts the message's timestamp, which is its id there
 */
public record MessageAt(String channel, String ts) {

    private static final char SEPARATOR = '/';

    /** Reads what {@link #toString} writes. */
    public static MessageAt of(String externalId) {
        var end = externalId.indexOf(SEPARATOR);
        return new MessageAt(externalId.substring(0, end), externalId.substring(end + 1));
    }

    /** {@code <channel>/<ts>}: how a ledger keeps it. */
    @Override
    public String toString() {
        return channel + SEPARATOR + ts;
    }
}
