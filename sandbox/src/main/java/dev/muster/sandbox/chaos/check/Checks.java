package dev.muster.sandbox.chaos.check;

import dev.muster.sandbox.chaos.Evidence;
import java.util.List;

/** The checks of a run. */
public final class Checks {

    private Checks() {}

    /** Checks everything that a run must leave behind. */
    public static List<Verdict> of(Evidence evidence) {
        return List.of(new Verdict(
                1,
                "Every sign-up that was accepted is known",
                evidence.signups().stream()
                        .allMatch(signup -> !signup.signupId().isEmpty()),
                List.of(),
                List.of()));
    }
}
