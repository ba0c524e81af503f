package dev.muster.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** The values files, each with many combinations of what can be switched. */
final class Matrix {

    /** What can be switched, and how: values by the name of what they choose. */
    static final Map<String, Map<String, String>> SWITCHES = switches();

    /** So that each choice meets every other; the test of that says which do not, and then another seed is to be found. */
    private static final int DRAWS = 30;

    private static final int SEED = 42;

    private static List<Rendered> rendered = List.of();

    private final Path directory = Chart.temporary("values");
    private final Map<String, Path> written = new HashMap<>();

    private Matrix() {}

    /**
     * One combination.
     *
     * @param choices the values file, and what was chosen of each switch
     * @param values the files that say so
     */
    private record Combination(Map<String, String> choices, List<Path> values) {}

    /**
     * What the chart makes of a combination.
     *
     * @param choices what was chosen
     */
    record Rendered(Map<String, String> choices, Rendering rendering) {

        /** Complaints, each with what was chosen. */
        Stream<String> blame(List<String> complaints) {
            return complaints.stream().map(complaint -> choices + ": " + complaint);
        }
    }

    /** All that the chart makes, once for all tests. */
    static synchronized List<Rendered> rendered() {
        if (rendered.isEmpty()) {
            rendered = new Matrix()
                    .all().parallelStream()
                            .map(combination -> new Rendered(combination.choices(), Chart.render(combination.values())))
                            .toList();
        }
        return rendered;
    }

    /** Each values file alone, with each choice alone, and with choices of all switches that are drawn, the same at each run. */
    private List<Combination> all() {
        var random = new Random(SEED);
        var all = new ArrayList<Combination>();
        for (var file : Chart.VALUES) {
            all.add(combination(file, Map.of()));
            SWITCHES.forEach((name, choices) -> {
                for (var choice : choices.keySet()) {
                    all.add(combination(file, Map.of(name, choice)));
                }
            });
            for (var draw = 0; draw < DRAWS; draw++) {
                var choices = new LinkedHashMap<String, String>();
                SWITCHES.forEach((name, of) ->
                        choices.put(name, of.keySet().stream().sorted().toList().get(random.nextInt(of.size()))));
                all.add(combination(file, choices));
            }
        }
        return all;
    }

    private Combination combination(String file, Map<String, String> choices) {
        var all = new LinkedHashMap<>(Map.of("values", file));
        all.putAll(choices);
        var values = new ArrayList<>(List.of(Chart.DIRECTORY.resolve(file)));
        choices.forEach((name, choice) -> values.add(file(name, choice)));
        return new Combination(all, values);
    }

    private Path file(String name, String choice) {
        return written.computeIfAbsent(
                name + " " + choice,
                title -> Chart.values(directory, title, SWITCHES.get(name).get(choice)));
    }

    private static Map<String, Map<String, String>> switches() {
        var all = new LinkedHashMap<String, Map<String, String>>();
        all.put(
                "kafka",
                Map.ofEntries(
                        Map.entry("passwords", "kafka: {security: {protocol: SASL_SSL}, strimzi: {topics: true}}"),
                        Map.entry("certificates", "kafka: {security: {protocol: SSL}, strimzi: {topics: true}}"),
                        Map.entry("open", "kafka: {security: {protocol: PLAINTEXT}}"),
                        Map.entry("there already", "kafka: {strimzi: {cluster: shared, create: {enabled: false}}}"),
                        Map.entry("another's, open", """
                        kafka:
                          bootstrap: a.example.org:9092,b.example.org:9092
                          security: {protocol: PLAINTEXT}
                          strimzi: {enabled: false}
                        """),
                        Map.entry("another's, passwords", """
                        kafka:
                          bootstrap: a.example.org:9096
                          strimzi: {enabled: false}
                          security:
                            mechanism: PLAIN
                            users: {signup-gateway: k1, slack-service: k2, crm-service: k3, standup-service: k4,
                                    report-service: k5, observer: k6}
                        """),
                        Map.entry("another's, certificates", """
                        kafka:
                          bootstrap: a.example.org:9096
                          strimzi: {enabled: false}
                          security:
                            protocol: SSL
                            ca: {secret: brokers, key: authority.pem}
                            users: {signup-gateway: k1, slack-service: k2, crm-service: k3, standup-service: k4,
                                    report-service: k5, observer: k6}
                        """)));
        all.put(
                "mongodb",
                Map.of(
                        "there already", "mongodb: {create: {enabled: false}}",
                        "made", "mongodb: {create: {enabled: true, storageClass: fast}}"));
        all.put(
                "secrets",
                Map.of(
                        "there already", "externalSecrets: {enabled: false}",
                        "fetched",
                                "externalSecrets: {enabled: true, store: {name: vault, kind: SecretStore}, prefix: muster/}"));
        all.put(
                "slack",
                Map.of(
                        "nothing", "slack: {bot: {enabled: false}}",
                        "bot", "slack: {bot: {enabled: true}}",
                        "invitations",
                                "slack: {invite: {enabled: true, channels: [C0GENERAL, C0RANDOM], resend: true}}",
                        "emulated", """
                        slack:
                          apiUrl: http://slack.example.org:8090/api/
                          tempo: 20
                          bot: {enabled: true}
                          invite: {enabled: true, secret: {name: inviter}}
                        """));
        all.put(
                "crm",
                Map.of(
                        "off", "crm: {enabled: false}",
                        "on", "crm: {enabled: true, url: https://example.api-us1.com}"));
        all.put(
                "standup",
                Map.of(
                        "none", "standup: {channel: ''}",
                        "defined", """
                        standup: {channel: C0GENERAL, zone: Europe/Prague, remindAt: "09:30", questions: ["What: next?", 'A "why"?'],
                                  days: [MONDAY, THURSDAY]}
                        """));
        all.put(
                "outside",
                Map.of(
                        "nothing", "gateway: {service: {type: ClusterIP}}",
                        "load balancer", "gateway: {service: {type: LoadBalancer, port: 8080, annotations: {a: b}}}",
                        "ingress", """
                        gateway:
                          ingress: {enabled: true, className: nginx, host: muster.example.org, tlsSecret: tls, annotations: {a: "1"}}
                        """,
                        "route", """
                        gateway:
                          httpRoute: {enabled: true, parents: [{name: public, namespace: edge, sectionName: https}],
                                      hostnames: [muster.example.org]}
                        """));
        all.put(
                "autoscaling",
                Map.of(
                        "off", "autoscaling: {gateway: {enabled: false}, lag: {enabled: false}}",
                        "gateway", "autoscaling: {gateway: {enabled: true}}",
                        "all", """
                        autoscaling: {gateway: {enabled: true}, lag: {enabled: true}}
                        networkPolicy: {kafkaFrom: [{namespaceSelector: {matchLabels: {name: keda}}}]}
                        """));
        all.put(
                "network",
                Map.of(
                        // Without users, what the chart makes is never open to all.
                        "open", """
                        networkPolicy: {enabled: false}
                        kafka: {strimzi: {create: {enabled: false}}}
                        """,
                        "usual", "networkPolicy: {enabled: true}",
                        "narrow", """
                        networkPolicy:
                          gatewayFrom: [{namespaceSelector: {matchLabels: {name: edge}}}]
                          metricsFrom: [{namespaceSelector: {matchLabels: {name: monitoring}}, podSelector: {matchLabels: {a: b}}}]
                          dnsTo: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
                          dnsPorts: [53, 5353]
                          kafkaFrom: [{namespaceSelector: {matchLabels: {name: scaling}}}]
                          mongodbFrom: [{podSelector: {matchLabels: {app: backup}}}]
                          kafkaTo: [{ipBlock: {cidr: 192.0.2.0/24}}]
                          mongodbTo: [{ipBlock: {cidr: 198.51.100.0/24, except: [198.51.100.1/32]}}]
                          internetTo: [{ipBlock: {cidr: 203.0.113.0/24}}]
                          tracesTo: [{podSelector: {matchLabels: {app: tempo}}}]
                        """));
        all.put(
                "monitoring",
                Map.of(
                        "off",
                                "metrics: {podMonitor: {enabled: false}, rules: {enabled: false}, dashboards: {enabled: false}}",
                        "by services", "metrics: {podMonitor: {enabled: false}, serviceMonitor: {enabled: true}}",
                        "on", """
                        metrics:
                          podMonitor: {enabled: true, labels: {release: prometheus}}
                          rules: {enabled: true, labels: {release: prometheus}, runbooks: "https://git.example.org/muster/"}
                          dashboards: {enabled: true}
                        tracing: {endpoint: "http://tempo.example.org:4318/v1/traces", sampling: 1}
                        logging: {format: ecs}
                        """));
        all.put("pods", Map.of("usual", "disruptionBudgets: {enabled: true}", "special", """
                        image:
                          registry: registry.example.org/team/
                          tag: "1.2"
                          pullPolicy: Always
                          pullSecrets: [puller]
                          digests: {cli: "sha256:%s"}
                        pods:
                          annotations: {a: b}
                          labels: {team: community}
                          nodeSelector: {disk: ssd}
                          tolerations: [{key: spot, operator: Exists, effect: NoSchedule}]
                          priorityClassName: high
                          topologySpread: {enabled: false}
                        kafka: {strimzi: {create: {rack: topology.kubernetes.io/zone}}}
                        disruptionBudgets: {enabled: false}
                        services:
                          slack-service: {extraEnv: [{name: HTTPS_PROXY, value: "http://proxy.example.org:3128"}]}
                          report-service: {storageClass: fast}
                        """.formatted(
                        "0123456789abcdef".repeat(4))));
        all.put(
                "replay",
                Map.of(
                        "none", "replay: {group: ''}",
                        "heal",
                                "replay: {group: slack-service.invites, from: '2026-11-19T00:00:00Z', to: '2026-11-20T00:00:00Z', only: [a, b]}",
                        "rebuild", "replay: {group: signup-gateway.records, mode: rebuild}",
                        "no operator", "operators: {secret: {tokenKey: ''}}"));
        return all;
    }
}
