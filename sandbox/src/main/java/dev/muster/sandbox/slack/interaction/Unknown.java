package dev.muster.sandbox.slack.interaction;

/** Somebody wants to use what is not there, in a sentence for whoever asked. */
public final class Unknown extends RuntimeException {

    /** What is not there, in a sentence. */
    public Unknown(String sentence) {
        super(sentence);
    }
}
