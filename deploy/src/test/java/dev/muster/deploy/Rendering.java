package dev.muster.deploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The objects that one rendering of the chart is. Renderings share them: who changes one takes a {@link #copy} first.
 *
 * @param objects in the order in which Helm wrote them
 */
record Rendering(List<JsonNode> objects) {

    private static final List<String> WITH_PODS = List.of("Deployment", "StatefulSet", "Job", "Pod");

    /** Most objects are in many renderings: each text is read once. */
    private static final Map<String, Optional<JsonNode>> READ = new ConcurrentHashMap<>();

    Rendering(String text) {
        this(Stream.of(text.split("(?m)^---$"))
                .flatMap(object -> READ.computeIfAbsent(object, Rendering::read).stream())
                .toList());
    }

    private static Optional<JsonNode> read(String text) {
        return Optional.ofNullable(Chart.yaml().load(text)).map(JsonMapper.shared()::valueToTree);
    }

    /** The same, to be changed. */
    Rendering copy() {
        return new Rendering(objects.stream().map(JsonNode::deepCopy).toList());
    }

    List<JsonNode> ofKind(String kind) {
        return objects.stream().filter(object -> kind.equals(kindOf(object))).toList();
    }

    /** The only object of a kind with a name. */
    JsonNode the(String kind, String name) {
        var found = ofKind(kind).stream()
                .filter(object -> name.equals(nameOf(object)))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects are " + kind + " " + name);
        }
        return found.getFirst();
    }

    boolean has(String kind, String name) {
        return ofKind(kind).stream().anyMatch(object -> name.equals(nameOf(object)));
    }

    List<Pods> pods() {
        return objects.stream()
                .filter(object -> WITH_PODS.contains(kindOf(object)))
                .map(Pods::new)
                .toList();
    }

    /** The pods of one of Muster's services. */
    Pods pods(String service) {
        return pods().stream()
                .filter(pods -> service.equals(pods.labels().get("app.kubernetes.io/name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pods of " + service));
    }

    static String kindOf(JsonNode object) {
        return object.path("kind").asString();
    }

    static String nameOf(JsonNode object) {
        return object.at("/metadata/name").asString();
    }

    static String title(JsonNode object) {
        return kindOf(object) + " " + nameOf(object);
    }

    /** The texts of an object, such as labels, by their keys. */
    static Map<String, String> texts(JsonNode node) {
        return node.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .asString()));
    }

    /**
     * The pods that an object makes, or is.
     *
     * @param owner the object
     */
    record Pods(JsonNode owner) {

        String title() {
            return Rendering.title(owner);
        }

        boolean isService() {
            return !kindOf(owner).equals("Pod") && !kindOf(owner).equals("Job");
        }

        private JsonNode template() {
            return kindOf(owner).equals("Pod") ? owner : owner.at("/spec/template");
        }

        Map<String, String> labels() {
            return texts(template().at("/metadata/labels"));
        }

        JsonNode spec() {
            return template().path("spec");
        }

        JsonNode container() {
            return spec().path("containers").path(0);
        }

        Stream<JsonNode> containers() {
            return Stream.concat(
                    spec().path("containers").valueStream(),
                    spec().path("initContainers").valueStream());
        }
    }
}
