package dev.muster.deploy;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code deploy/images.txt}: every image by its short name. */
final class Images {

    private Images() {}

    static Map<String, String> all() throws IOException {
        try (var lines = Files.lines(Path.of("images.txt"))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\s+", 2))
                    .collect(toMap(words -> words[0], words -> words[1]));
        }
    }
}
