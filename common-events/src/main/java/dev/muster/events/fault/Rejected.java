package dev.muster.events.fault;

/** This record can never succeed as it is. It is recorded, shown to a person, and never retried by itself. */
public final class Rejected extends Fault {

    public Rejected(String code, String detail) {
        super(code, detail);
    }
}
