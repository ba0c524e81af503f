package dev.muster.sandbox.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.springframework.util.FileSystemUtils;

/**
 * A service's jar taken apart: the same classes in the same order, which a JVM has loaded in two thirds of the time that it takes
 * out of jars within a jar.
 *
 * @param mainClass what is to be run
 * @param classPath names relative to the directory, in the order that the jar gives them
 * @see <a href="https://docs.spring.io/spring-boot/specification/executable-jar/nested-jars.html">Spring Boot's nested jars</a>
 */
record UnpackedJar(Path directory, String mainClass, String classPath) {

    private static final String CONTENT = "BOOT-INF/";

    /** Unpacks it; what is in the directory goes. */
    static UnpackedJar in(Path directory, Path packed) throws IOException {
        FileSystemUtils.deleteRecursively(directory);
        try (var jar = new JarFile(packed.toFile())) {
            for (var entries = jar.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                if (entry.getName().startsWith(CONTENT) && !entry.isDirectory()) {
                    unpack(jar, entry, directory.resolve(entry.getName()));
                }
            }
            var about = jar.getManifest().getMainAttributes();
            return new UnpackedJar(directory, about.getValue("Start-Class"), classPath(jar, about));
        }
    }

    private static void unpack(JarFile jar, ZipEntry entry, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (var content = jar.getInputStream(entry)) {
            Files.copy(content, file);
        }
    }

    private static String classPath(JarFile jar, Attributes about) throws IOException {
        var names = new ArrayList<>(List.of(about.getValue("Spring-Boot-Classes")));
        try (var index = jar.getInputStream(jar.getEntry(about.getValue("Spring-Boot-Classpath-Index")))) {
            // Each line is - "BOOT-INF/lib/name.jar".
            new String(index.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("^- \"|\"$", ""))
                    .forEach(names::add);
        }
        return String.join(File.pathSeparator, names);
    }
}
