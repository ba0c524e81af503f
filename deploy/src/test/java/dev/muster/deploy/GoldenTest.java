package dev.muster.deploy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the chart makes of its values files, to be read in a review. {@code -Dmuster.golden.update=true} writes it anew. */
class GoldenTest {

    static final List<String> FILES = Chart.VALUES;

    private static final Path DIRECTORY = Path.of("src/test/resources/golden");

    /** What is made of the chart's files and is held to them elsewhere: it would be there twice. */
    private static final Pattern OF_FILES =
            Pattern.compile("(?m)^kind: (KafkaTopic|KafkaUser|PrometheusRule)$|^  name: \\S+-dashboard-");

    @ParameterizedTest
    @FieldSource("FILES")
    void valuesFileMakesWhatItMadeBefore(String valuesFile) throws IOException {
        var text = Chart.text(Chart.RELEASE, List.of(Chart.DIRECTORY.resolve(valuesFile)));
        var rendered = Stream.of(text.split("(?m)^---\n"))
                .filter(object -> !object.isBlank() && !OF_FILES.matcher(object).find())
                .map(object -> object.strip() + "\n")
                .collect(joining("---\n"));

        var golden = DIRECTORY.resolve(valuesFile);
        if (Boolean.getBoolean("muster.golden.update")) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(golden, rendered);
        }

        assertThat(rendered).isEqualTo(Files.readString(golden));
    }
}
