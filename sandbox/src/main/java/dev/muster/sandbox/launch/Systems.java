package dev.muster.sandbox.launch;

import dev.muster.sandbox.crm.CrmEmulator;
import dev.muster.sandbox.slack.SlackEmulator;
import dev.muster.sandbox.traces.TraceReceiver;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of the outside systems are real and which emulated, and hence the environment of each service. A system is real
 * when the settings name it; then none of the emulator's values are used for it.
 */
final class Systems {

    /** Where a service would be led astray by what the shell happens to have. */
    private static final List<String> NOT_INHERITED =
            List.of("SLACK_", "ACTIVECAMPAIGN_", "MUSTER_", "SPRING_", "SERVER_", "MANAGEMENT_");

    private static final Set<String> NOT_INHERITED_EITHER = Set.of(
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "_JAVA_OPTIONS",
            "CLASSPATH");

    private static final Set<String> GATEWAY_ONLY = Set.of("MUSTER_ID_SECRET", "MUSTER_OPERATOR_TOKEN_HASHES");

    private static final String OTLP_ENDPOINT = "MUSTER_OTLP_ENDPOINT";

    private final Map<String, String> variables;
    private final Ports ports;
    private final Size size;

    /**
     * Takes the settings as given.
     *
     * @throws Refusal when they name half of a real system
     */
    Systems(Map<String, String> variables, Ports ports, Size size) {
        this.variables = Map.copyOf(variables);
        this.ports = ports;
        this.size = size;
        if (variables.containsKey("ACTIVECAMPAIGN_URL") != variables.containsKey("ACTIVECAMPAIGN_API_KEY")) {
            throw Refusal.because("ACTIVECAMPAIGN_URL and ACTIVECAMPAIGN_API_KEY go together:"
                    + " set both for the real CRM, or neither for the emulated one.");
        }
        if (variables.containsKey("SLACK_BOT_TOKEN") != variables.containsKey("SLACK_APP_TOKEN")) {
            throw Refusal.because("SLACK_BOT_TOKEN and SLACK_APP_TOKEN go together:"
                    + " set both for a bot in the real Slack, or neither for the emulated one.");
        }
    }

    boolean realSlack() {
        return variables.containsKey("SLACK_INVITE_TOKEN") || variables.containsKey("SLACK_BOT_TOKEN");
    }

    boolean realCrm() {
        return variables.containsKey("ACTIVECAMPAIGN_URL");
    }

    boolean realKafka() {
        return variables.containsKey("MUSTER_KAFKA_BOOTSTRAP");
    }

    boolean realStore() {
        return variables.containsKey("MUSTER_MONGODB_URI");
    }

    /** To a real collector, of which nothing can be read back. */
    boolean sendsTracesElsewhere() {
        return variables.containsKey(OTLP_ENDPOINT);
    }

    String kafkaBootstrap() {
        return variables.getOrDefault(
                "MUSTER_KAFKA_BOOTSTRAP",
                size.brokerNames().stream()
                        .map(broker -> "127.0.0.1:" + ports.of(broker))
                        .collect(Collectors.joining(",")));
    }

    /** The settings of a Kafka client with the login that the settings give, where they do. */
    Map<String, Object> kafkaClient() {
        var client = new HashMap<>(KafkaLogin.clientOf(variables));
        client.put("bootstrap.servers", kafkaBootstrap());
        return client;
    }

    String mongoUri() {
        return variables.getOrDefault("MUSTER_MONGODB_URI", "mongodb://127.0.0.1:" + ports.of(Ports.STORE) + "/muster");
    }

    /** The store's address without the password that it may carry. */
    String mongoAddress() {
        return mongoUri().replaceFirst("//[^@/]*@", "//");
    }

    String slackAddress() {
        return realSlack() ? variables.getOrDefault("SLACK_API_URL", "https://slack.com/") : address(Ports.SLACK);
    }

    String crmAddress() {
        return variables.getOrDefault("ACTIVECAMPAIGN_URL", address(Ports.CRM));
    }

    /** Where a part on this machine listens for HTTP, ending in a slash. */
    String address(String name) {
        return "http://127.0.0.1:" + ports.of(name) + "/";
    }

    /** What is where, and whether it is the real one, a line each. */
    List<String> addresses() {
        return List.of(
                row("Sign-up form", address("signup-gateway"), ""),
                row("Slack workspace", slackAddress(), mark(realSlack())),
                row("CRM", crmAddress(), mark(realCrm())),
                row("Kafka", kafkaBootstrap(), mark(realKafka())),
                row("Document store", mongoAddress(), mark(realStore())),
                row(
                        "Traces",
                        variables.getOrDefault(OTLP_ENDPOINT, address(Ports.TRACES)),
                        mark(sendsTracesElsewhere())),
                row("slack-service", address("slack-service"), ""),
                row("crm-service", address("crm-service"), ""),
                row("standup-service", address("standup-service"), ""),
                row("report-service", address("report-service"), ""));
    }

    /** The same, and the Prometheus that watches. */
    List<String> addressesWithPrometheus() {
        return Stream.concat(addresses().stream(), Stream.of(row("Prometheus", address(Ports.PROMETHEUS), "")))
                .toList();
    }

    private static String row(String name, String address, String mark) {
        return String.format("  %-16s %-34s %s", name, address, mark).stripTrailing();
    }

    private static String mark(boolean real) {
        return real ? "real" : "emulated";
    }

    /** The settings of an instance, beside what it inherits. */
    Map<String, String> settingsOf(Instance instance, DataDirectory directory) {
        var settings = new HashMap<String, String>();
        pass("MUSTER_", settings);
        settings.keySet().removeAll(GATEWAY_ONLY);
        settings.put("SERVER_ADDRESS", "127.0.0.1");
        settings.put("SERVER_PORT", Integer.toString(ports.of(instance.name())));
        settings.put("MUSTER_KAFKA_BOOTSTRAP", kafkaBootstrap());
        settings.put("MUSTER_MONGODB_URI", mongoUri());
        settings.putIfAbsent(OTLP_ENDPOINT, address(Ports.TRACES) + TraceReceiver.PATH);
        // All that happens on one machine can be kept.
        settings.putIfAbsent("MUSTER_TRACE_SAMPLING", "1");
        settings.put("MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_SCHEDULEDELAY", "1s");
        if (!realKafka()) {
            settings.put("MUSTER_KAFKA_REPLICATION", Integer.toString(size.replication()));
            settings.put("MUSTER_KAFKA_MIN_IN_SYNC", Integer.toString(size.minInSync()));
        }
        switch (instance.service()) {
            case SIGNUP_GATEWAY -> {
                settings.put("MUSTER_ID_SECRET", variables.getOrDefault("MUSTER_ID_SECRET", directory.idSecret()));
                settings.put(
                        "MUSTER_OPERATOR_TOKEN_HASHES",
                        variables.getOrDefault("MUSTER_OPERATOR_TOKEN_HASHES", sha256(directory.operatorToken())));
                settings.putIfAbsent("MUSTER_STANDUP_ENABLED", "false");
                if (!realSlack()) {
                    settings.putIfAbsent("MUSTER_STANDUP_CHANNEL", SlackEmulator.GENERAL);
                }
            }
            case SLACK_SERVICE -> {
                pass("SLACK_", settings);
                if (!realSlack()) {
                    beImpatient("SLACK", settings);
                    settings.put("SLACK_API_URL", slackAddress() + "api/");
                    settings.put("SLACK_INVITE_TOKEN", SlackEmulator.INVITE_TOKEN);
                    settings.put("SLACK_INVITE_CHANNELS", SlackEmulator.GENERAL);
                    settings.put("SLACK_TEAM_ID", SlackEmulator.TEAM_ID);
                    settings.put("SLACK_BOT_TOKEN", SlackEmulator.BOT_TOKEN);
                    settings.put("SLACK_APP_TOKEN", SlackEmulator.APP_TOKEN);
                }
            }
            case CRM_SERVICE -> {
                pass("ACTIVECAMPAIGN_", settings);
                if (!realCrm()) {
                    beImpatient("ACTIVECAMPAIGN", settings);
                    settings.put("ACTIVECAMPAIGN_URL", "http://127.0.0.1:" + ports.of(Ports.CRM));
                    settings.put("ACTIVECAMPAIGN_API_KEY", CrmEmulator.API_KEY);
                }
            }
            case STANDUP_SERVICE -> {}
            case REPORT_SERVICE ->
                settings.put(
                        "MUSTER_STATE_DIR",
                        directory
                                .path()
                                .resolve(
                                        Size.names("reports", instance.number()).getLast())
                                .toString());
        }
        return settings;
    }

    private static String sha256(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The emulators answer at once, so that a call to them is given up, and out of doubt, sooner than to the real ones. */
    private static void beImpatient(String provider, Map<String, String> settings) {
        settings.putIfAbsent(provider + "_CONNECT_TIMEOUT", "1s");
        settings.putIfAbsent(provider + "_ANSWER_TIMEOUT", "5s");
        settings.putIfAbsent(provider + "_GRACE", "2s");
    }

    private void pass(String prefix, Map<String, String> settings) {
        variables.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                settings.put(name, value);
            }
        });
    }

    /** Takes from a child's environment whatever could lead it to a proxy, or to settings that are not ours. */
    static void strip(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(name -> NOT_INHERITED_EITHER.contains(name)
                        || NOT_INHERITED.stream().anyMatch(name::startsWith));
    }
}
