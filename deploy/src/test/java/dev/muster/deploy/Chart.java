package dev.muster.deploy;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Muster's chart, as Helm renders it. No cluster is asked. */
final class Chart {

    static final Path DIRECTORY = Path.of("helm/muster");
    static final String RELEASE = "muster";
    static final String NAMESPACE = "community";

    /** The values files that come with it; the first adds nothing to the defaults. */
    static final List<String> VALUES = List.of("values.yaml", "values-small.yaml", "values-production.yaml");

    private static final String KUBERNETES = "1.34.1";

    /** Hooks are rendered to nowhere: in a copy of the chart they are objects like all others. */
    private static final Path WITHOUT_HOOKS = copy(text -> text.replace("helm.sh/hook", "muster.dev/hook"));

    private Chart() {}

    /**
     * Renders the chart.
     *
     * @param values values files, of which a later one wins
     * @throws IllegalStateException with Helm's words, if it refuses
     */
    static Rendering render(List<Path> values) {
        return new Rendering(text(RELEASE, values));
    }

    /** Renders the chart with one of the values files that come with it. */
    static Rendering render(String valuesFile) {
        return render(List.of(DIRECTORY.resolve(valuesFile)));
    }

    static String text(String release, List<Path> values) {
        return text(release, NAMESPACE, values);
    }

    static String text(String release, String namespace, List<Path> values) {
        var template = new Helm(WITHOUT_HOOKS)
                .template()
                .withName(release)
                .withNamespace(namespace)
                .withKubeVersion(KUBERNETES);
        values.forEach(template::withValuesFile);
        return template.call();
    }

    /** What Helm says when the chart is installed with these values. */
    static String notes(Path values) {
        // It takes an old Kubernetes for granted there.
        var anywhere = copy(text -> text.replaceFirst("(?m)^kubeVersion:.*", ""));
        var release = new Helm(anywhere)
                .install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withValuesFile(values)
                .clientOnly()
                .dryRun()
                .withDryRunOption(DryRun.CLIENT)
                .call();
        return release.getOutput().substring(release.getOutput().indexOf("NOTES:"));
    }

    /** A copy of the chart, its texts changed. */
    static Path copy(UnaryOperator<String> change) {
        try (var files = Files.walk(DIRECTORY)) {
            var copy = temporary("chart");
            for (var from : files.filter(Files::isRegularFile).toList()) {
                var to = copy.resolve(DIRECTORY.relativize(from).toString());
                Files.createDirectories(to.getParent());
                Files.writeString(to, change.apply(Files.readString(from)));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new directory among what is built. */
    static Path temporary(String name) {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "charts").toAbsolutePath()), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file with these values, in a directory. */
    static Path values(Path directory, String name, String yaml) {
        try {
            return Files.writeString(directory.resolve(name.replaceAll("[^a-z0-9]+", "-") + ".yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads YAML; a key that stands twice is refused, which Helm lets pass. */
    static Yaml yaml() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(100);
        return new Yaml(new SafeConstructor(options));
    }
}
