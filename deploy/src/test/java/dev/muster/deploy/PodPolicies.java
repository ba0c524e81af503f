package dev.muster.deploy;

import dev.muster.deploy.Rendering.Pods;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What all pods must be like, whatever is switched: the restricted profile of Pod Security, bounds, probes, versions. */
final class PodPolicies {

    private static final Pattern VERSIONED =
            Pattern.compile("([^:\\s]+:\\d+/)?[^:\\s]+:[\\w][\\w.-]*(@sha256:[0-9a-f]{64})?");

    /** How long each of the three phases may take in which a service ends its calls, its requests and its streams. */
    private static final int LONGEST_END_SECONDS = 3 * 20;

    private final List<String> complaints = new ArrayList<>();

    private PodPolicies() {}

    static List<String> complaints(Rendering rendering) {
        var policies = new PodPolicies();
        rendering.pods().forEach(policies::look);
        return policies.complaints;
    }

    private void look(Pods pods) {
        var spec = pods.spec();
        expect(
                pods,
                "a user that is not root",
                spec.at("/securityContext/runAsNonRoot").asBoolean(false));
        expect(pods, "the user 10001", spec.at("/securityContext/runAsUser").asInt(0) == 10001);
        expect(
                pods,
                "seccomp",
                spec.at("/securityContext/seccompProfile/type").asString("").equals("RuntimeDefault"));
        expect(pods, "no token", !spec.path("automountServiceAccountToken").asBoolean(true));
        for (var shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            expect(pods, "no " + shared, !spec.path(shared).asBoolean(false));
        }
        expect(
                pods,
                "volumes that are nobody else's",
                spec.path("volumes")
                        .valueStream()
                        .allMatch(volume -> volume.has("emptyDir") || volume.has("projected")));
        pods.containers().forEach(container -> look(pods, container));
        if (pods.isService()) {
            lookAsService(pods);
        }
    }

    private void look(Pods pods, JsonNode container) {
        var security = container.path("securityContext");
        expect(
                pods,
                "no more privileges",
                !security.path("allowPrivilegeEscalation").asBoolean(true));
        expect(pods, "no privileges", !security.path("privileged").asBoolean(false));
        expect(
                pods,
                "a root file system that is read only",
                security.path("readOnlyRootFilesystem").asBoolean(false));
        expect(
                pods,
                "no capabilities",
                security.at("/capabilities/drop/0").asString("").equals("ALL")
                        && !security.path("capabilities").has("add"));
        for (var bound : List.of("/resources/requests/cpu", "/resources/requests/memory", "/resources/limits/memory")) {
            expect(pods, bound, !container.at(bound).isMissingNode());
        }
        expect(
                pods,
                "memory that is there",
                container.at("/resources/requests/memory").equals(container.at("/resources/limits/memory")));
        var image = container.path("image").asString();
        expect(
                pods,
                "an image with a version: " + image,
                VERSIONED.matcher(image).matches() && !image.endsWith(":latest"));
        expect(
                pods,
                "a place for what is written",
                container.path("volumeMounts").valueStream().anyMatch(mount -> mount.path("mountPath")
                        .asString()
                        .equals("/tmp")));
    }

    private void lookAsService(Pods pods) {
        var container = pods.container();
        for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            var asked = container.path(probe).path("httpGet");
            var group = probe.equals("readinessProbe") ? "readiness" : "liveness";
            expect(
                    pods,
                    probe,
                    asked.path("path").asString("").equals("/actuator/health/" + group)
                            && asked.path("port").asString("").equals("management"));
        }
        var grace = pods.spec().path("terminationGracePeriodSeconds").asInt(0);
        var pause = container.at("/lifecycle/preStop/sleep/seconds").asInt(0);
        expect(pods, "time to end in", grace >= pause + LONGEST_END_SECONDS);
    }

    private void expect(Pods pods, String what, boolean isSo) {
        if (!isSo) {
            complaints.add(pods.title() + " has not: " + what);
        }
    }
}
