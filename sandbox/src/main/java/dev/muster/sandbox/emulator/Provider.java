package dev.muster.sandbox.emulator;

import java.util.List;
import java.util.Set;

/** How one vendor words what all vendors say: its operations, limits and the shapes of its failures. */
public interface Provider {

    /** The operations that can be faulted and limited, by the vendor's own names. */
    Set<String> operations();

    /** The limits in force unless told otherwise. */
    List<Limit> limits();

    /** The answer with a given HTTP status when something is wrong at the vendor. */
    Answer failure(int status);

    /** The vendor's own error with a given code. */
    Answer error(String code);

    /** The answer to one request too many, with {@code Retry-After}. */
    Answer throttled(int seconds);
}
