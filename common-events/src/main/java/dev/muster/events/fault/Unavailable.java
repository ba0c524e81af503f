package dev.muster.events.fault;

/** The provider, the network or our credentials are down. The partition waits, nothing is skipped. */
public final class Unavailable extends Fault {

    private final boolean inDoubt;

    private Unavailable(String code, String detail, boolean inDoubt) {
        super(code, detail);
        this.inDoubt = inDoubt;
    }

    /** The call had no effect: it was refused, or never sent. */
    public static Unavailable withoutEffect(String code, String detail) {
        return new Unavailable(code, detail, false);
    }

    /** The call was sent and may have had its effect: no answer, a cut connection, a server error. */
    public static Unavailable inDoubt(String code, String detail) {
        return new Unavailable(code, detail, true);
    }

    /** Whether the effect may have happened all the same. */
    public boolean isInDoubt() {
        return inDoubt;
    }
}
