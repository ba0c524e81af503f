package dev.muster.sandbox.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Finds, before anything is started, the ports that somebody else has, and a way out. */
final class TakenPorts {

    private static final int STEP = 100;
    private static final int FARTHEST = 10_000;

    private TakenPorts() {}

    /**
     * Looks at every port that will be listened on.
     *
     * @throws Refusal naming each taken port, its owner, and an offset at which all are free
     */
    static void refuse(Options options, Systems systems) {
        var ports = options.ports();
        var listening = listening(options, systems);
        var taken = listening.stream()
                .map(ports::of)
                .filter(port -> !PortOwner.isFree(port))
                .map(port -> "Port " + port + " is in use"
                        + PortOwner.describe(port).map(owner -> " by " + owner).orElse(" by another process") + ".")
                .toList();
        if (!taken.isEmpty()) {
            throw Refusal.because(String.join("\n", taken) + (taken.size() == 1 ? " Stop it" : "\nStop them")
                    + ", or start with --port-offset " + freeOffset(listening) + ".");
        }
    }

    private static int freeOffset(List<String> listening) {
        return IntStream.iterate(STEP, offset -> offset < FARTHEST, offset -> offset + STEP)
                .filter(Ports::isFitForBrowsers)
                .filter(offset -> {
                    var moved = Ports.standard(offset);
                    return listening.stream().allMatch(name -> PortOwner.isFree(moved.of(name)));
                })
                .findFirst()
                .orElse(STEP);
    }

    private static List<String> listening(Options options, Systems systems) {
        var size = options.size();
        var names = new ArrayList<>(size.serviceNames());
        if (!systems.realSlack()) {
            names.add(Ports.SLACK);
        }
        if (!systems.realCrm()) {
            names.add(Ports.CRM);
        }
        if (!systems.sendsTracesElsewhere()) {
            names.add(Ports.TRACES);
        }
        if (!systems.realKafka()) {
            size.brokerNames().forEach(broker -> names.addAll(List.of(broker, Ports.controllerOf(broker))));
        }
        if (!systems.realStore()) {
            names.add(Ports.STORE);
        }
        if (options.prometheus().isPresent()) {
            names.add(Ports.PROMETHEUS);
        }
        return names;
    }
}
