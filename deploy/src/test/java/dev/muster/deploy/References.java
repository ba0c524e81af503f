package dev.muster.deploy;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** That the objects of a rendering fit together: who chooses pods chooses some, and what is named is there or is another's. */
final class References {

    /** The Secrets that users bring or name in the values, those of the {@link Matrix} included. */
    private static final Set<String> OF_THE_USER = Set.of(
            "muster-id",
            "muster-operators",
            "muster-slack",
            "muster-crm",
            "muster-mongodb",
            "inviter",
            "brokers",
            "k1",
            "k2",
            "k3",
            "k4",
            "k5",
            "k6");

    private static final Pattern SECRET =
            Pattern.compile("xox[a-z]-|xapp-|mongodb(\\+srv)?://|ScramLoginModule|password=");

    /** What holds data, or what data cannot be reached without. */
    private static final Set<String> KEPT =
            Set.of("Kafka", "KafkaNodePool", "KafkaTopic", "KafkaUser", "MongoDBCommunity", "ExternalSecret");

    private final Rendering rendering;
    private final List<String> complaints = new ArrayList<>();

    private References(Rendering rendering) {
        this.rendering = rendering;
    }

    static List<String> complaints(Rendering rendering) {
        var references = new References(rendering);
        references.lookAtNames();
        references.lookAtSelectors();
        references.lookAtSecrets();
        references.lookAtScaling();
        return references.complaints;
    }

    private void lookAtNames() {
        var seen = new TreeSet<String>();
        for (var object : rendering.objects()) {
            expect(object, "a name of its own", seen.add(Rendering.title(object)));
            expect(
                    object,
                    "a name that Kubernetes takes",
                    Rendering.nameOf(object).matches("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?"));
            expect(
                    object,
                    "the release's namespace",
                    object.at("/metadata/namespace").asString("").equals(Chart.NAMESPACE));
            expect(
                    object,
                    "to stay: " + KEPT,
                    KEPT.contains(Rendering.kindOf(object))
                            == object.at("/metadata/annotations/helm.sh~1resource-policy")
                                    .asString("")
                                    .equals("keep"));
        }
    }

    private void lookAtSelectors() {
        for (var object : rendering.objects()) {
            switch (Rendering.kindOf(object)) {
                case "Service" -> expectPods(object, object.at("/spec/selector"), Map.of());
                case "PodDisruptionBudget", "PodMonitor" ->
                    expectPods(object, object.at("/spec/selector/matchLabels"), Map.of());
                case "NetworkPolicy" -> lookAtPolicy(object);
                case "Deployment", "StatefulSet" ->
                    expectPods(
                            object,
                            object.at("/spec/selector/matchLabels"),
                            Map.of(
                                    "app.kubernetes.io/name",
                                    object.at("/metadata/labels/app.kubernetes.io~1name")
                                            .asString()));
                case "ServiceMonitor" ->
                    expect(
                            object,
                            "a Service",
                            rendering.ofKind("Service").stream()
                                    .anyMatch(service -> chooses(
                                            object.at("/spec/selector/matchLabels"),
                                            Rendering.texts(service.at("/metadata/labels")))));
                default -> {}
            }
        }
        for (var pods : rendering.pods()) {
            if (!rendering.ofKind("NetworkPolicy").isEmpty() && !pods.title().startsWith("Job")) {
                var closed = rendering.the("NetworkPolicy", Chart.RELEASE + "-nothing");
                expect(
                        pods.owner(),
                        "a policy that closes it",
                        isChosen(closed.at("/spec/podSelector"), pods.labels()));
            }
        }
    }

    private void lookAtPolicy(JsonNode policy) {
        expect(policy, "pods", labelsOfPods().anyMatch(labels -> isChosen(policy.at("/spec/podSelector"), labels)));
        Stream.of("ingress", "egress")
                .flatMap(way -> policy.path("spec").path(way).valueStream())
                .flatMap(rule -> Stream.concat(
                        rule.path("to").valueStream(), rule.path("from").valueStream()))
                .map(peer -> peer.at("/podSelector/matchLabels"))
                .filter(labels -> labels.has("app.kubernetes.io/instance"))
                .filter(labels ->
                        !labels.path("app.kubernetes.io/name").asString("").equals("cli"))
                .forEach(labels -> expectPods(policy, labels, Map.of()));
    }

    private static boolean isChosen(JsonNode selector, Map<String, String> labels) {
        return chooses(selector.path("matchLabels"), labels)
                && selector.path("matchExpressions").valueStream().allMatch(expression -> expression
                        .path("values")
                        .valueStream()
                        .anyMatch(value -> value.asString()
                                .equals(labels.get(expression.path("key").asString()))));
    }

    private static boolean chooses(JsonNode selector, Map<String, String> labels) {
        return !selector.isMissingNode()
                && labels.entrySet().containsAll(Rendering.texts(selector).entrySet());
    }

    /** Of the chart's own pods, and of those that MongoDB's operator makes. */
    private Stream<Map<String, String>> labelsOfPods() {
        return Stream.concat(
                rendering.pods().stream().map(Rendering.Pods::labels),
                rendering.ofKind("MongoDBCommunity").stream()
                        .map(database -> Map.of("app", Rendering.nameOf(database) + "-svc")));
    }

    private void expectPods(JsonNode object, JsonNode selector, Map<String, String> alsoWith) {
        expect(
                object,
                "pods",
                labelsOfPods()
                        .anyMatch(labels ->
                                chooses(selector, labels) && labels.entrySet().containsAll(alsoWith.entrySet())));
    }

    private void lookAtSecrets() {
        var others = Stream.concat(OF_THE_USER.stream(), madeByOperators()).collect(toSet());
        for (var pods : rendering.pods()) {
            pods.owner()
                    .findValues("secretKeyRef")
                    .forEach(reference -> expect(
                            pods.owner(),
                            "a Secret " + reference,
                            others.contains(reference.path("name").asString())));
            pods.owner()
                    .findValues("secret")
                    .forEach(reference -> expect(
                            pods.owner(),
                            "a Secret " + reference,
                            others.contains(reference.path("name").asString())));
            pods.owner()
                    .findValues("configMapRef")
                    .forEach(reference -> expect(
                            pods.owner(),
                            "a ConfigMap " + reference,
                            rendering.has("ConfigMap", reference.path("name").asString())));
            var account = pods.spec().path("serviceAccountName").asString("");
            expect(pods.owner(), "an account", account.isEmpty() || rendering.has("ServiceAccount", account));
        }
        expect(
                rendering.objects().getFirst(),
                "no Secret with a value",
                rendering.ofKind("Secret").isEmpty());
        for (var settings : rendering.ofKind("ConfigMap")) {
            expect(
                    settings,
                    "nothing secret",
                    !SECRET.matcher(settings.toString()).find());
        }
    }

    private Stream<String> madeByOperators() {
        var certificates = rendering.ofKind("KafkaTopic").stream()
                .map(topic -> topic.at("/metadata/labels/strimzi.io~1cluster").asString() + "-cluster-ca-cert");
        var users = rendering.ofKind("KafkaUser").stream().map(Rendering::nameOf);
        var uris = rendering.ofKind("MongoDBCommunity").stream()
                .map(database ->
                        database.at("/spec/users/0/connectionStringSecretName").asString());
        return Stream.of(certificates, users, uris).flatMap(names -> names);
    }

    private void lookAtScaling() {
        var scaled = new TreeSet<String>();
        for (var scaler : rendering.objects()) {
            var target = scaler.at("/spec/scaleTargetRef/name").asString("");
            if (!target.isEmpty()) {
                expect(scaler, "a target", rendering.has("Deployment", target));
                expect(scaler, "one that nobody else scales", scaled.add(target));
                expect(
                        scaler,
                        "at least one instance",
                        scaler.at("/spec/minReplicas").asInt(0)
                                        + scaler.at("/spec/minReplicaCount").asInt(0)
                                >= 1);
                scaler.findValues("authenticationRef")
                        .forEach(reference -> expect(
                                scaler,
                                "an authentication",
                                rendering.has(
                                        "TriggerAuthentication",
                                        reference.path("name").asString())));
            }
        }
        for (var deployment : rendering.ofKind("Deployment")) {
            expect(
                    deployment,
                    "instances that one alone counts",
                    deployment.path("spec").has("replicas") != scaled.contains(Rendering.nameOf(deployment)));
        }
    }

    private void expect(JsonNode object, String what, boolean isSo) {
        if (!isSo) {
            complaints.add(Rendering.title(object) + " has not: " + what);
        }
    }
}
