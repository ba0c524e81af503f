package dev.muster.events;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While an upgrade goes on, services of the version before read what those of this one write. Each version leaves a copy of its
 * schemas behind when it is released; like the golden bytes, they are never edited.
 */
class EarlierVersionsTest {

    private static final Path RELEASED = Path.of("src/test/resources/dev/muster/events/released");

    private final EventCodec codec = new EventCodec();

    static Stream<Path> versions() throws IOException {
        try (var versions = Files.list(RELEASED)) {
            return versions.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void readsWhatIsWrittenNow(Path version) throws IOException {
        for (var schema : schemasOf(version)) {
            var events = GoldenEvents.all().filter(each -> nameOf(each).equals(nameOf(schema)));

            assertThat(events).as("events of %s", nameOf(schema)).isNotEmpty().allSatisfy(each -> assertThat(
                            whatIsWrongWith(each, schema))
                    .isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void knowsNoTypeThatIsGone(Path version) throws IOException {
        var today = GoldenEvents.all().map(EarlierVersionsTest::nameOf).collect(toSet());

        assertThat(schemasOf(version)).extracting(EarlierVersionsTest::nameOf).isSubsetOf(today);
    }

    private List<Error> whatIsWrongWith(Envelope<?> envelope, Path schema) throws IOException {
        var data = new String(codec.write(envelope).value(), StandardCharsets.UTF_8);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(schema))
                .validate(data, InputFormat.JSON)
                .stream()
                // As every version, it passes over fields that it does not know.
                .filter(error -> !error.getKeyword().equals("additionalProperties"))
                .toList();
    }

    private static List<Path> schemasOf(Path version) throws IOException {
        try (var schemas = Files.list(version)) {
            return schemas.sorted().toList();
        }
    }

    private static String nameOf(Envelope<?> envelope) {
        return envelope.event().getClass().getSimpleName();
    }

    private static String nameOf(Path schema) {
        return schema.getFileName().toString().replace(".json", "");
    }
}
