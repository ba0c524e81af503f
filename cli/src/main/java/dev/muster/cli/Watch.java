package dev.muster.cli;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Follows a replay to its end: as a bar that is drawn over on a terminal, else in a line now and then. */
final class Watch {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
    private static final Duration LONGEST_ABSENCE = Duration.ofMinutes(1);

    private final Gateway gateway;
    private final Screen screen;
    private final Duration betweenLooks;

    Watch(Gateway gateway, Screen screen, Duration betweenLooks) {
        this.gateway = gateway;
        this.screen = screen;
        this.betweenLooks = betweenLooks;
    }

    /**
     * Returns the replay when it is over.
     *
     * @param quietly whether nothing is shown on the way
     * @throws Trouble if the gateway is away for long
     */
    JsonNode follow(String replayId, boolean quietly) {
        var farewell = new Thread(() -> leave(replayId), "farewell");
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            return look(replayId, quietly);
        } finally {
            forget(farewell);
        }
    }

    private void leave(String replayId) {
        screen.complain("");
        screen.complain("The replay goes on without you. Look at it with ./muster replay show " + replayId
                + ", stop it with ./muster replay cancel " + replayId + ".");
    }

    private static void forget(Thread farewell) {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException _) {
            // It is on its way.
        }
    }

    private JsonNode look(String replayId, boolean quietly) {
        var lastAnswer = System.nanoTime();
        var lastLine = lastAnswer - BETWEEN_LINES.toNanos();
        var last = "";
        while (true) {
            try {
                var replay = gateway.get("api/replays/" + Gateway.part(replayId));
                lastAnswer = System.nanoTime();
                if (replay.path("endedAt").isString()) {
                    screen.clear();
                    return replay;
                }
                var line = Bar.line(replay);
                if (!quietly && screen.isTerminal()) {
                    screen.draw(line);
                } else if (!quietly && !line.equals(last) && lastAnswer - lastLine >= BETWEEN_LINES.toNanos()) {
                    screen.say(line);
                    last = line;
                    lastLine = lastAnswer;
                }
            } catch (Trouble e) {
                if (!e.mayPass() || System.nanoTime() - lastAnswer > LONGEST_ABSENCE.toNanos()) {
                    throw e;
                }
            }
            rest();
        }
    }

    private void rest() {
        try {
            Thread.sleep(betweenLooks);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Trouble.of("Interrupted.");
        }
    }
}
