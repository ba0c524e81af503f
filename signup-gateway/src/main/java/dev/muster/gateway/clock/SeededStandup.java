package dev.muster.gateway.clock;

import org.springframework.stereotype.Component;

/** The standup of the settings: defined once, where it is not, and never again, so that a change by an operator stays. */
@Component
final class SeededStandup {

    private final StandupSettings settings;
    private final Standups standups;

    private volatile boolean settled;

    SeededStandup(StandupSettings settings, Standups standups) {
        this.settings = settings;
        this.standups = standups;
    }

    /**
     * Defines it unless it is, or was since the start. To be called once all standups are known.
     *
     * @throws RuntimeException if it may not be defined: to be called again
     */
    void defineIfMissing() {
        if (settled) {
            return;
        }
        settings.standup()
                .filter(standup -> standups.find(standup.id()).isEmpty())
                .ifPresent(standups::define);
        settled = true;
    }
}
