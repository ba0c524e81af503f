package dev.muster.sandbox.chaos.defect.planted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A defect that is planted in a service; at each moment a file names the one that is at work, if any. */
public enum Defect {
    /** A record's offset is committed before its effect. */
    OFFSET_BEFORE_EFFECT,
    /** The ledger grants every claim, as if it had never heard of the effect. */
    LEDGER_OFF,
    /** Every other outcome of an invitation is said to be published and is not. */
    LOST_OUTCOME;

    /** The environment variable that says where that file is. */
    public static final String FILE = "PLANTED_DEFECT";

    boolean isAtWork() {
        var file = System.getenv(FILE);
        try {
            return file != null && Files.readString(Path.of(file)).equals(name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
