package dev.muster.sandbox.slack.socket;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/** Tickets for one connection each; an unused one expires. */
final class Tickets {

    private static final Duration LIFE = Duration.ofSeconds(30);

    private final Map<String, String> apps = new ConcurrentHashMap<>();
    private final Scheduler programs;

    Tickets(Scheduler programs) {
        this.programs = programs;
    }

    String issue(String appId) {
        String ticket = UUID.randomUUID().toString();
        apps.put(ticket, appId);
        programs.schedule(() -> apps.remove(ticket), LIFE.toMillis(), TimeUnit.MILLISECONDS);
        return ticket;
    }

    /** Whether the ticket was the app's and still good; it is no longer. */
    boolean redeem(String ticket, String appId) {
        return apps.remove(ticket, appId);
    }
}
