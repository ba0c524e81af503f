package dev.muster.sandbox.launch;

import dev.muster.sandbox.crm.CrmEmulator;
import dev.muster.sandbox.slack.SlackEmulator;
import dev.muster.sandbox.slack.StandupDesk;
import dev.muster.sandbox.store.DocumentStore;
import dev.muster.sandbox.traces.TraceReceiver;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs within the launcher, where no real system takes its place: the document store, Slack, the CRM, and what takes traces. */
final class EmbeddedParts {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedParts.class);

    private final Ports ports;
    private final Systems systems;
    private final List<Embedded> started = new ArrayList<>();
    private volatile @Nullable SlackEmulator slack;
    private volatile @Nullable CrmEmulator crm;

    EmbeddedParts(Ports ports, Systems systems) {
        this.ports = ports;
        this.systems = systems;
    }

    /** Those that are to be started, in this order, with their data in the directory. */
    List<Embedded> wanted(Path directory, StandupDesk.Gateway gateway) {
        var wanted = new ArrayList<Embedded>();
        if (!systems.realStore()) {
            wanted.add(new Embedded(
                    Ports.STORE, () -> DocumentStore.start(ports.of(Ports.STORE), directory.resolve("store"))));
        }
        if (!systems.realSlack()) {
            wanted.add(new Embedded(Ports.SLACK, () -> slackOf(directory.resolve("slack"), gateway)));
        }
        if (!systems.realCrm()) {
            wanted.add(new Embedded(
                    Ports.CRM,
                    () -> crm =
                            CrmEmulator.start(ports.of(Ports.CRM), directory.resolve("crm"), InstantSource.system())));
        }
        if (!systems.sendsTracesElsewhere()) {
            wanted.add(new Embedded(Ports.TRACES, () -> TraceReceiver.start(ports.of(Ports.TRACES))));
        }
        return wanted;
    }

    private SlackEmulator slackOf(Path directory, StandupDesk.Gateway gateway) {
        var emulator =
                SlackEmulator.start(ports.of(Ports.SLACK), directory, InstantSource.system(), Optional.of(gateway));
        slack = emulator;
        return emulator;
    }

    void start(Embedded part) {
        part.start();
        started.add(part);
        log.info("{} listens on {}", part.name(), ports.of(part.name()));
    }

    Optional<Embedded> named(String name) {
        return started.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /** The emulated Slack, where there is one. */
    Optional<SlackEmulator> slack() {
        return Optional.ofNullable(slack);
    }

    /** The emulated CRM, where there is one. */
    Optional<CrmEmulator> crm() {
        return Optional.ofNullable(crm);
    }

    /** What has taken the place of the tokens and keys that a service was first given, as its variables. */
    Map<String, String> changedKeysOf(Service service) {
        return switch (service) {
            case SLACK_SERVICE ->
                slack().flatMap(SlackEmulator::changedBotToken)
                        .map(token -> Map.of("SLACK_BOT_TOKEN", token))
                        .orElse(Map.of());
            case CRM_SERVICE ->
                crm().flatMap(CrmEmulator::changedApiKey)
                        .map(key -> Map.of("ACTIVECAMPAIGN_API_KEY", key))
                        .orElse(Map.of());
            case SIGNUP_GATEWAY, STANDUP_SERVICE, REPORT_SERVICE -> Map.of();
        };
    }

    /** Stops all; one that cannot be closed does not keep the others open. */
    void stop() {
        for (Embedded part : started.reversed()) {
            try {
                part.stop();
            } catch (RuntimeException e) {
                log.error("{} was not closed in good order", part.name(), e);
            }
        }
    }
}
