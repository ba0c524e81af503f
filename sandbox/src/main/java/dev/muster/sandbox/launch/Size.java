package dev.muster.sandbox.launch;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much of everything a sandbox runs.
 *
 * @param brokers one; or three, that keep each record three times and lose none while two of them live
 * @param replicas how many instances of each service
 */
public record Size(int brokers, int replicas) {

    /** One of everything. */
    public static final Size USUAL = new Size(1, 1);

    private static final int MOST_BROKERS = 3;
    private static final int MOST_REPLICAS = 2;

    public Size {
        if ((brokers != 1 && brokers != MOST_BROKERS) || replicas < 1 || replicas > MOST_REPLICAS) {
            throw new IllegalArgumentException("there are 1 or 3 brokers, and 1 or 2 replicas");
        }
    }

    /** Every instance of every service, the first ones first. */
    List<Instance> instances() {
        return IntStream.rangeClosed(1, replicas)
                .boxed()
                .flatMap(number -> Stream.of(Service.values()).map(service -> new Instance(service, number)))
                .toList();
    }

    /** The names of all instances of all services. */
    public List<String> serviceNames() {
        return instances().stream().map(Instance::name).toList();
    }

    /** The services' names, each with those of its instances. */
    public List<List<String>> services() {
        return Stream.of(Service.values())
                .map(service -> names(service.module(), replicas))
                .toList();
    }

    /** The brokers' names. */
    public List<String> brokerNames() {
        return names(Ports.BROKER, brokers);
    }

    /** On how many brokers each record is kept. */
    int replication() {
        return brokers;
    }

    /** How many of them must have it before it counts as written. */
    int minInSync() {
        return brokers == 1 ? 1 : brokers - 1;
    }

    /** Everything that may listen in the largest of worlds. */
    static Size largest() {
        return new Size(MOST_BROKERS, MOST_REPLICAS);
    }

    static List<String> names(String first, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> number == 1 ? first : first + "-" + number)
                .toList();
    }
}
