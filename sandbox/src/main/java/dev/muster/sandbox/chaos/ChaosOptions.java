package dev.muster.sandbox.chaos;

import dev.muster.sandbox.launch.CommandLine;
import dev.muster.sandbox.launch.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a run of the fault suite is to be like.
 *
 * @param seed of which the schedule and the load are made; the same one again gives the same again
 * @param length how long there are faults under load
 * @param size how many brokers, and instances of each service
 * @param dropsStore whether the document store is dropped too
 * @param accessControl whether everybody logs in at Kafka; then passwords are changed, too
 * @param earlier where another build of Muster is, an earlier one, with which it all begins: each service is upgraded in its turn
 */
public record ChaosOptions(
        long seed, Duration length, Size size, boolean dropsStore, boolean accessControl, Optional<Path> earlier) {

    private static final int MOST_MINUTES = 24 * 60;
    private static final int MOST_SEED = 1_000_000;

    /** A run of this build alone, in which nobody logs in. */
    public ChaosOptions(long seed, Duration length, Size size, boolean dropsStore) {
        this(seed, length, size, dropsStore, false, Optional.empty());
    }

    /**
     * Reads the options of {@code ./muster chaos}; without a seed there is a new one each time.
     *
     * @param calledFrom what a relative {@code --upgrade-from} starts from
     * @throws dev.muster.sandbox.launch.Refusal in one line, when an option is unknown or has no meaning
     */
    public static ChaosOptions fromCommandLine(List<String> arguments, Path calledFrom) {
        long seed = new SplittableRandom().nextInt(1, MOST_SEED);
        long minutes = 2;
        int brokers = 1;
        int replicas = 1;
        boolean dropsStore = true;
        boolean accessControl = false;
        var earlier = Optional.<Path>empty();
        for (var line = new CommandLine(arguments); line.next(); ) {
            switch (line.option()) {
                case "--seed" -> seed = line.number(Long.MIN_VALUE, Long.MAX_VALUE);
                case "--minutes" -> minutes = line.number(1, MOST_MINUTES);
                case "--brokers" -> brokers = Integer.parseInt(oneOf(line, "1", "3"));
                case "--replicas" -> replicas = Integer.parseInt(oneOf(line, "1", "2"));
                case "--drop-store" -> dropsStore = oneOf(line, "yes", "no").equals("yes");
                case "--acl" -> accessControl = true;
                case "--upgrade-from" ->
                    earlier = Optional.of(calledFrom.resolve(line.value()).normalize());
                default ->
                    throw line.unknown(
                            "--seed N, --minutes M, --brokers 1|3, --replicas 1|2, --drop-store yes|no, --acl and --upgrade-from DIR");
            }
        }
        return new ChaosOptions(
                seed, Duration.ofMinutes(minutes), new Size(brokers, replicas), dropsStore, accessControl, earlier);
    }

    private static String oneOf(CommandLine line, String one, String other) {
        String value = line.value();
        if (!value.equals(one) && !value.equals(other)) {
            throw line.wrong(value, one + " or " + other);
        }
        return value;
    }

    /** The command that does all this again. */
    String again() {
        return "./muster chaos --seed " + seed + " --minutes " + length.toMinutes()
                + (size.brokers() == 1 ? "" : " --brokers " + size.brokers())
                + (size.replicas() == 1 ? "" : " --replicas " + size.replicas())
                + (dropsStore ? "" : " --drop-store no")
                + (accessControl ? " --acl" : "")
                + earlier.map(path -> " --upgrade-from " + path).orElse("");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Seed %d, %s under faults, %s%s, %s of each service%s",
                seed,
                length.toSecondsPart() == 0 ? length.toMinutes() + " min" : length.toSeconds() + " s",
                size.brokers() == 1 ? "one broker" : size.brokers() + " brokers",
                accessControl ? " with access control" : "",
                size.replicas() == 1 ? "one instance" : size.replicas() + " instances",
                earlier.map(path -> ", upgraded from " + path).orElse(""));
    }
}
