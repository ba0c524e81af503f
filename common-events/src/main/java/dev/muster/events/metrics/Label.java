package dev.muster.events.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A label whose values others choose, such as a provider's codes. Each value is a time series of its own for as long as Prometheus
 * remembers, so that there are only so many of them, and none that looks like more than a code.
 */
public final class Label {

    /** Stands for every value that is one too many, or is no code. */
    static final String OTHER = "other";

    static final int MOST = 50;

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_]{1,40}");

    private final Set<String> values = ConcurrentHashMap.newKeySet();

    /** The value as it stands on the label. */
    public String valueOf(@Nullable String value) {
        if (value == null || !CODE.matcher(value).matches()) {
            return OTHER;
        }
        if (values.size() < MOST) {
            values.add(value);
        }
        return values.contains(value) ? value : OTHER;
    }
}
