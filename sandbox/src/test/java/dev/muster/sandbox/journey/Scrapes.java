package dev.muster.sandbox.journey;

import static dev.muster.sandbox.Client.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.Client;
import dev.muster.sandbox.launch.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Prometheus reads of the services. */
final class Scrapes {

    static final List<String> SERVICES =
            List.of("signup-gateway", "slack-service", "crm-service", "standup-service", "report-service");

    private static final Pattern FAMILY = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);
    private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:][\\w:]*)(\\{.*})? (\\S+)$", Pattern.MULTILINE);

    private final Map<String, String> texts;

    private Scrapes(Map<String, String> texts) {
        this.texts = texts;
    }

    /** Scrapes all services now. */
    static Scrapes of(Sandbox sandbox) {
        return new Scrapes(
                SERVICES.stream().collect(Collectors.toMap(service -> service, service -> text(sandbox, service))));
    }

    /** What Prometheus itself asks a service for, exemplars included. */
    static String openMetrics(Sandbox sandbox, String service) {
        return text(sandbox, service, "application/openmetrics-text; version=1.0.0");
    }

    private static String text(Sandbox sandbox, String service) {
        return text(sandbox, service, "text/plain");
    }

    private static String text(Sandbox sandbox, String service, String format) {
        try (var prometheus = new Client(
                sandbox.address(service),
                Map.of("Authorization", "Bearer " + sandbox.operatorToken(), "Accept", format))) {
            var answer = told(() -> prometheus.get("actuator/prometheus"));
            assertThat(answer.status()).as("%s: %s", service, answer.text()).isEqualTo(200);
            return answer.text();
        }
    }

    /** The names of Muster's own metrics, as Prometheus declares them; the greatest of a timer belongs to that. */
    Set<String> ownFamilies() {
        var families = families().collect(Collectors.toSet());
        return families.stream()
                .filter(name -> name.startsWith("muster_"))
                .filter(name -> !name.endsWith("_max") || !families.contains(name.substring(0, name.length() - 4)))
                .collect(Collectors.toSet());
    }

    private Stream<String> families() {
        return texts.values().stream()
                .flatMap(text -> FAMILY.matcher(text).results())
                .map(family -> family.group(1));
    }

    /** The names of all samples. */
    Set<String> names() {
        return texts.values().stream()
                .flatMap(text -> SAMPLE.matcher(text).results())
                .map(sample -> sample.group(1))
                .collect(Collectors.toSet());
    }

    /** Those of Muster's own that say nothing of themselves. */
    List<String> withoutHelp() {
        return ownFamilies().stream()
                .filter(name -> texts.values().stream()
                        .noneMatch(text -> Pattern.compile("^# HELP " + name + " \\S", Pattern.MULTILINE)
                                .matcher(text)
                                .find()))
                .toList();
    }

    /** The sum of a service's samples that have all of these labels, 0 where there is none. */
    double sum(String service, String name, String... labels) {
        return values(service, name, labels).mapToDouble(value -> value).sum();
    }

    Stream<Double> values(String service, String name, String... labels) {
        return SAMPLE.matcher(texts.getOrDefault(service, ""))
                .results()
                .filter(sample -> sample.group(1).equals(name))
                .filter(sample -> Stream.of(labels)
                        .allMatch(label ->
                                sample.group(2) != null && sample.group(2).contains(label)))
                .map(sample -> Double.valueOf(sample.group(3)));
    }
}
