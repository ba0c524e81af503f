package dev.muster.events.fault;

/** A fault that passes: what was asked is tried again, and nothing about it need change. */
public abstract sealed class Passing extends Fault permits Throttled, Unavailable {

    Passing(String code, String detail) {
        super(code, detail);
    }
}
