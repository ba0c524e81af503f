package dev.muster.sandbox.chaos;

import dev.muster.sandbox.launch.Sandbox;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Everybody who has to do with Muster during a run: newcomers, those who watch their status, and teams with their standups. */
final class Load implements AutoCloseable {

    /** How many times faster than the real one's Slack's limits run, and the bot that keeps to them. */
    static final int SLACK_TEMPO = 20;

    private static final int TEAMS = 3;
    private static final Duration TO_GO_HOME = Duration.ofMinutes(5);

    private final Witness witness;
    private final Workspace workspace;
    private final Watchers watchers;
    private final Newcomers newcomers;
    private final List<StandupTeam> teams;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Pause atWork = new Pause();
    private final Pause looking = new Pause();
    private final List<CompletableFuture<Void>> people = new ArrayList<>();

    Load(Sandbox world, ChaosOptions options, Witness witness) {
        this.witness = witness;
        List<URI> gateways = options.size().serviceNames().stream()
                .filter(name -> name.startsWith("signup-gateway"))
                .map(world::address)
                .toList();
        this.workspace = new Workspace(world.slack(), witness);
        this.watchers = new Watchers(gateways, witness, threads);
        this.newcomers = new Newcomers(gateways, world.slack(), witness, watchers, options.seed());
        var place = new StandupTeam.Place(world.slack(), gateways, world.operatorToken(), workspace, witness, threads);
        this.teams = IntStream.rangeClosed(1, TEAMS)
                .mapToObj(number -> new StandupTeam(place, number, options.seed()))
                .toList();
        var rate = Map.of("rate", SLACK_TEMPO * options.size().replicas());
        new Http().must("PUT", world.slack().resolve("sandbox/clock"), rate);
    }

    /** Has everybody be there and begin. */
    void begin() {
        newcomers.prepare();
        teams.forEach(StandupTeam::prepare);
        var today = LocalDate.now(ZoneOffset.UTC);
        threads.execute(() -> workspace.run(looking));
        people.add(CompletableFuture.runAsync(() -> newcomers.run(atWork, threads), threads));
        teams.forEach(team -> people.add(CompletableFuture.runAsync(() -> team.run(atWork, today), threads)));
    }

    /** Sends everybody home, and returns when they have finished what they were at. */
    void end() {
        atWork.end();
        people.forEach(CompletableFuture::join);
        Pause.insist(TO_GO_HOME, Duration.ofMillis(200), newcomers::areGone);
    }

    /** Has everybody look a last time. */
    void lookAgain() {
        watchers.lookAgain();
        workspace.look();
    }

    /** What it has come to, in figures. */
    String told() {
        return witness.signups() + " sign-ups accepted, " + witness.answers() + " answers, " + witness.skips()
                + " skips; " + witness.runs() + " runs, " + workspace.reports() + " reports in Slack";
    }

    @Override
    public void close() {
        looking.end();
        threads.shutdownNow();
    }
}
