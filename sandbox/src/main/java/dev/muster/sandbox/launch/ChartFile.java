package dev.muster.sandbox.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** What the chart declares of Kafka: its {@code files/kafka.yaml}. */
record ChartFile(List<Topic> topics, List<User> users) {

    private static final String FILE = "deploy/helm/muster/files/kafka.yaml";
    private static final JsonMapper JSON = new JsonMapper();

    /** A topic, with its settings by Kafka's own names. */
    record Topic(String name, int partitions, Map<String, String> config) {}

    /** A user, who may do nothing else. */
    record User(String name, List<Acl> acls) {}

    /** What may be done with something. */
    record Acl(Resource resource, List<String> operations) {}

    /** Something by its name, or, with the pattern type {@code prefix}, everything whose name begins so. */
    record Resource(String type, String name, String patternType) {}

    /** Reads that of the project. */
    static ChartFile in(Path root) {
        try (var text = Files.newBufferedReader(root.resolve(FILE))) {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            return JSON.convertValue(read, ChartFile.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
