package dev.muster.events.fault;

/** The provider, the network or our credentials are down. The partition waits, nothing is skipped. */
public final class Unavailable extends Passing {

    private final boolean inDoubt;
    private final boolean meetsEverybody;

    private Unavailable(String code, String detail, boolean inDoubt, boolean meetsEverybody) {
        super(code, detail);
        this.inDoubt = inDoubt;
        this.meetsEverybody = meetsEverybody;
    }

    /** The call had no effect: it was refused, or never sent. */
    public static Unavailable withoutEffect(String code, String detail) {
        return new Unavailable(code, detail, false, false);
    }

    /** The call was sent and may have had its effect: no answer, a cut connection, a server error. */
    public static Unavailable inDoubt(String code, String detail) {
        return new Unavailable(code, detail, true, false);
    }

    /**
     * The call had no effect, and would have had none for anybody: our credentials, permissions or settings, or something of ours
     * that is down. No record is ever set aside for it.
     */
    public static Unavailable refused(String code, String detail) {
        return new Unavailable(code, detail, false, true);
    }

    /** Whether the effect may have happened all the same. */
    public boolean isInDoubt() {
        return inDoubt;
    }

    /** Whether it has nothing to do with what was asked, so that every record meets it alike. */
    public boolean meetsEverybody() {
        return meetsEverybody;
    }
}
