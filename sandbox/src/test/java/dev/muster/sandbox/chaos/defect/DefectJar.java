package dev.muster.sandbox.chaos.defect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.sandbox.chaos.defect.planted.PlantedDefects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** The jar that a test puts before a service's own classes. */
final class DefectJar {

    private static final String AUTO_CONFIGURATIONS =
            "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

    private DefectJar() {}

    /** Packs the planted classes as this build has compiled them. */
    static Path in(Path directory) {
        var jar = directory.resolve("defects.jar");
        var folder = PlantedDefects.class.getPackageName().replace('.', '/');
        try (var entries = new JarOutputStream(Files.newOutputStream(jar));
                var classes = Files.list(classes().resolve(folder))) {
            for (var each : classes.toList()) {
                entries.putNextEntry(new ZipEntry(folder + "/" + each.getFileName()));
                entries.write(Files.readAllBytes(each));
            }
            entries.putNextEntry(new ZipEntry(AUTO_CONFIGURATIONS));
            entries.write(PlantedDefects.class.getName().getBytes(UTF_8));
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path classes() {
        try {
            return Path.of(PlantedDefects.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
