package dev.muster.sandbox.chaos;

import java.time.Duration;
import java.util.List;

/** Something that goes wrong, and mends by itself. */
sealed interface Fault {

    /** How long it is kept up. */
    Duration lasting();

    /** What it is counted under. */
    String kind();

    /** The processes that it strikes. */
    default List<String> processes() {
        return switch (this) {
            case Kill kill -> List.of(kill.name());
            case Suspend suspend -> List.of(suspend.name());
            case Restart restart -> restart.names();
            case DropStore _, Outage _ -> List.of();
        };
    }

    /** A process dies at once, as of {@code kill -9}; it is started again. */
    record Kill(String name) implements Fault {

        @Override
        public Duration lasting() {
            return Duration.ZERO;
        }

        @Override
        public String kind() {
            return "kill -9";
        }

        @Override
        public String toString() {
            return kind() + " " + name;
        }
    }

    /** A process stands still with its connections open, past its sessions and transactions, and goes on. */
    record Suspend(String name, Duration lasting) implements Fault {

        @Override
        public String kind() {
            return "SIGSTOP";
        }

        @Override
        public String toString() {
            return kind() + " " + name + " for " + lasting.toSeconds() + " s";
        }
    }

    /**
     * The processes of a service, or a broker, are ended in good order and started again, one after the other.
     *
     * @param names of the processes
     * @param change on account of which
     * @param lasting how long after it
     */
    record Restart(List<String> names, Change change, Duration lasting) implements Fault {

        /** One process, at once. */
        Restart(String name, Change change) {
            this(List.of(name), change, Duration.ZERO);
        }

        /** The same after a while. */
        Restart after(Duration pause) {
            return new Restart(names, change, pause);
        }

        @Override
        public String kind() {
            return change.word();
        }

        @Override
        public String toString() {
            return kind() + " " + String.join(", ", names)
                    + (lasting.isZero() ? "" : ", restarted after " + lasting.toSeconds() + " s");
        }
    }

    /** On account of what a process is restarted. */
    enum Change {
        NOTHING("restart"),
        /** It gives way to one of this build. */
        BUILD("upgrade"),
        /** Its service has another password at Kafka; it has the former one until then. */
        PASSWORD("new password"),
        /** The bot has another token at Slack. */
        BOT_TOKEN("new bot token"),
        /** The account has another key at the CRM. */
        CRM_KEY("new CRM key");

        private final String word;

        Change(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** The document store loses all that it has. */
    record DropStore() implements Fault {

        @Override
        public Duration lasting() {
            return Duration.ZERO;
        }

        @Override
        public String kind() {
            return "store dropped";
        }

        @Override
        public String toString() {
            return kind();
        }
    }

    /**
     * The next calls of an operation fail at a provider.
     *
     * @param provider {@code slack} or {@code crm}
     * @param operation the vendor's own name
     * @param way how they fail
     * @param times how many of them, within that time
     */
    record Outage(String provider, String operation, Way way, int times, Duration lasting) implements Fault {

        @Override
        public String kind() {
            return "provider " + way.word();
        }

        @Override
        public String toString() {
            return provider + " " + operation + " " + way.word() + " " + times + " times within " + lasting.toSeconds()
                    + " s";
        }
    }

    /** How a call fails at a provider. */
    enum Way {
        /** 429 with {@code Retry-After}. */
        THROTTLE("429", "\"throttle\", \"retryAfter\": 3"),
        /** An error of the provider's own. */
        FAIL("500", "\"status\", \"status\": 500"),
        /** Nothing is done, and nothing answered. */
        HANG("hang", "\"hang\""),
        /** It is done, and the connection cut. */
        RESET("reset", "\"reset\""),
        /** It is done, and nothing answered. */
        STALL("stall", "\"stall\"");

        private final String word;
        private final String json;

        Way(String word, String json) {
            this.word = word;
            this.json = json;
        }

        String word() {
            return word;
        }

        /** As the emulators' control side takes it. */
        String json(String operation, int times) {
            return "{\"operation\": \"" + operation + "\", \"kind\": " + json + ", \"times\": " + times + "}";
        }
    }
}
