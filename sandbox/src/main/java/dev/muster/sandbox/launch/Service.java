package dev.muster.sandbox.launch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The services that the sandbox runs, each with its port and the consumer groups it must hold to be ready. */
enum Service {
    SIGNUP_GATEWAY("signup-gateway", 8080, List.of("signup-gateway.records")),
    SLACK_SERVICE(
            "slack-service",
            8081,
            List.of("slack-service.invites", "slack-service.prompts", "slack-service.runs", "slack-service.posts")),
    CRM_SERVICE("crm-service", 8082, List.of("crm-service.contacts")),
    STANDUP_SERVICE(
            "standup-service",
            8083,
            List.of("standup-service.ticks", "standup-service.interactions", "standup-service.runs")),
    /** Kafka Streams keeps a group of its own; the readiness says whether it runs, with its partitions or about to have them. */
    REPORT_SERVICE("report-service", 8084, List.of());

    private final String module;
    private final int standardPort;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, though its type does not say so.
    private final List<String> groups;

    Service(String module, int standardPort, List<String> groups) {
        this.module = module;
        this.standardPort = standardPort;
        this.groups = groups;
    }

    String module() {
        return module;
    }

    int standardPort() {
        return standardPort;
    }

    List<String> groups() {
        return groups;
    }

    static Optional<Service> named(String module) {
        return Arrays.stream(values())
                .filter(service -> service.module.equals(module))
                .findFirst();
    }
}
