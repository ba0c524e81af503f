package dev.muster.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.WorldOfItsOwn;
import dev.muster.sandbox.chaos.check.Verdict;
import dev.muster.sandbox.launch.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the fault suite, as {@code ./muster chaos} runs it for longer. */
@WorldOfItsOwn
class ChaosTest {

    /** {@link ScheduleTest} tells the faults; on a slow machine the last ones are not done. */
    static final ChaosOptions OPTIONS =
            new ChaosOptions(2377, Duration.ofSeconds(40), Size.USUAL, true, true, Optional.empty());

    private static final int CHECKS = 7;

    private final Path directory;

    ChaosTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void nothingIsLostAndNothingHappensTwiceUnderFaults() {
        var result = Chaos.run(OPTIONS, Chaos.world(OPTIONS, directory.resolve("data")), _ -> {});

        var told = Stream.of(result.violations(), result.summary())
                .flatMap(List::stream)
                .collect(Collectors.joining("\n"));
        assertThat(result.unsettled()).as(told).isEmpty();
        assertThat(result.verdicts()).as(told).hasSize(CHECKS).allMatch(Verdict::holds);
        assertThat(result.evidence().signups()).as(told).isNotEmpty();
        assertThat(result.evidence().answers()).as(told).isNotEmpty();
        assertThat(result.evidence().sightings()).as(told).isNotEmpty();
        assertThat(result.faults()).as(told).containsKeys("kill -9", "new CRM key");
        assertThat(result.summary()).hasSizeLessThan(20).last().asString().contains("--seed " + OPTIONS.seed());
    }
}
