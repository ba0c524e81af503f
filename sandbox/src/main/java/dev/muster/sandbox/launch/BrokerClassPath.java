package dev.muster.sandbox.launch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** The libraries of this process, without our own classes: what the broker's JVM needs. */
final class BrokerClassPath {

    private BrokerClassPath() {}

    static String ofThisProcess() {
        var jars = new ArrayList<String>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path)) {
                List<String> named = namedBy(path);
                jars.addAll(named.isEmpty() ? List.of(path.toAbsolutePath().toString()) : named);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    /** What a jar's manifest names, where it is the jar the JVM was started with ({@code Class-Path}). */
    private static List<String> namedBy(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            String named = Optional.ofNullable(file.getManifest())
                    .map(manifest -> manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
                    .orElse("");
            URI base = jar.toAbsolutePath().toUri();
            return named.isBlank()
                    ? List.of()
                    : Arrays.stream(named.split(" ", -1))
                            .map(base::resolve)
                            .map(Path::of)
                            .filter(Files::isRegularFile)
                            .map(Path::toString)
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
