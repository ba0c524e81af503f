package dev.muster.gateway.deadletters;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a dead letter stands in its group's topic: partition and offset, written as {@code 3@42}. */
record Place(int partition, long offset) implements Comparable<Place> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})@(\\d{1,18})");
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::partition).thenComparingLong(Place::offset);

    static Optional<Place> parse(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new Place(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
