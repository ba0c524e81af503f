package dev.muster.sandbox.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The port of everything that listens, by name: the services, {@code slack}, {@code crm}, {@code traces}, {@code broker},
 * {@code store}, {@code prometheus}. Second instances and further brokers have theirs, whether they run or not.
 */
public final class Ports {

    static final String SLACK = "slack";
    static final String CRM = "crm";
    static final String TRACES = "traces";
    static final String BROKER = "broker";
    static final String STORE = "store";
    static final String PROMETHEUS = "prometheus";

    private static final List<String> PAGES = List.of(Service.SIGNUP_GATEWAY.module(), SLACK, CRM, TRACES);

    /**
     * The one port in reach of the pages that browsers do not open.
     *
     * @see <a href="https://fetch.spec.whatwg.org/#port-blocking">Fetch, port blocking</a>
     */
    private static final int REFUSED = 10_080;

    private static final int HIGHEST = 65_535;
    private static final int BETWEEN_REPLICAS = 20;

    /** Where Linux begins by default, the lowest of the usual systems. */
    private static final int LOWEST_OUTGOING = 32_768;

    /** The free ports that were given out, each once: who has one may take it later only, or be down for a moment. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private final Map<String, Integer> ports;

    private Ports(Map<String, Integer> ports) {
        this.ports = Map.copyOf(ports);
    }

    /** The usual ports, each moved by the same offset. */
    public static Ports standard(int offset) {
        Map<String, Integer> standard = standard();
        var moved = new LinkedHashMap<String, Integer>();
        standard.forEach((name, port) -> moved.put(name, port + offset));
        if (!isFitForBrowsers(offset)) {
            throw Refusal.misuse("--port-offset " + offset + " puts a page on port " + REFUSED
                    + ", which browsers do not open; take another one.");
        }
        int highest =
                standard.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        if (offset < 0 || highest + offset > HIGHEST) {
            throw Refusal.misuse(
                    "--port-offset is a number from 0 to " + (HIGHEST - highest) + ", not " + offset + ".");
        }
        return new Ports(moved);
    }

    /** Whether browsers open the pages when every port is moved by that much. */
    static boolean isFitForBrowsers(int offset) {
        Map<String, Integer> standard = standard();
        return PAGES.stream().map(standard::get).noneMatch(port -> port != null && port + offset == REFUSED);
    }

    /**
     * Ports that were free a moment ago and that nobody else was given here, below those that systems give to outgoing
     * connections: one of these would take the port of what is down for a moment.
     */
    public static Ports free() {
        var sockets = new ArrayList<ServerSocket>();
        var free = new LinkedHashMap<String, Integer>();
        try {
            for (String name : standard().keySet()) {
                var socket = free(ThreadLocalRandom.current());
                sockets.add(socket);
                free.put(name, socket.getLocalPort());
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Ports(free);
    }

    private static ServerSocket free(RandomGenerator random) throws IOException {
        while (true) {
            var port = random.nextInt(REFUSED + 1, LOWEST_OUTGOING);
            if (GIVEN.add(port)) {
                try {
                    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                } catch (BindException _) {
                    // Taken: another one.
                }
            }
        }
    }

    private static Map<String, Integer> standard() {
        var standard = new LinkedHashMap<String, Integer>();
        for (Instance instance : Size.largest().instances()) {
            standard.put(
                    instance.name(), instance.service().standardPort() + BETWEEN_REPLICAS * (instance.number() - 1));
        }
        standard.put(SLACK, 8090);
        standard.put(CRM, 8091);
        standard.put(TRACES, 8092);
        standard.put(PROMETHEUS, 9090);
        int broker = 9092;
        for (String name : Size.largest().brokerNames()) {
            standard.put(name, broker++);
            standard.put(controllerOf(name), broker++);
        }
        standard.put(STORE, 27017);
        return standard;
    }

    /** The port of whatever has this name. */
    public int of(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("Nothing here is called \"" + name + "\"; there are " + names());
        }
        return port;
    }

    /** What the controller of a broker is called. */
    static String controllerOf(String broker) {
        return broker + " controller";
    }

    private List<String> names() {
        return ports.keySet().stream().sorted().toList();
    }
}
