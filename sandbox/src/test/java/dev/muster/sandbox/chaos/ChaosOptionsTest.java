package dev.muster.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.sandbox.launch.Refusal;
import dev.muster.sandbox.launch.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosOptionsTest {

    @Test
    void everyOptionIsTakenAndSaidAgain() {
        var options = parse(
                "--seed=7",
                "--minutes",
                "20",
                "--brokers=3",
                "--replicas=2",
                "--drop-store=no",
                "--acl",
                "--upgrade-from=../old");

        assertThat(options)
                .isEqualTo(new ChaosOptions(
                        7, Duration.ofMinutes(20), new Size(3, 2), false, true, Optional.of(Path.of("/home/old"))));
        assertThat(options.again())
                .isEqualTo("./muster chaos --seed 7 --minutes 20 --brokers 3 --replicas 2 --drop-store no"
                        + " --acl --upgrade-from /home/old");
    }

    @Test
    void withoutASeedEveryRunHasAnother() {
        assertThat(parse().seed()).isNotEqualTo(parse().seed());
        assertThat(parse().size()).isEqualTo(Size.USUAL);
        assertThat(parse().dropsStore()).isTrue();
        assertThat(parse().accessControl()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nonsense",
                "here",
                "--seed",
                "--seed=x",
                "--minutes=0",
                "--minutes=1.5",
                "--minutes=2000",
                "--brokers=2",
                "--replicas=3",
                "--drop-store=perhaps",
                "--acl=yes"
            })
    void anythingElseIsRefusedInOneLine(String argument) {
        assertThatThrownBy(() -> parse(argument)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.exitCode()).isEqualTo(2);
            assertThat(refusal.getMessage()).doesNotContain("\n").contains("--");
        });
    }

    private static ChaosOptions parse(String... arguments) {
        return ChaosOptions.fromCommandLine(List.of(arguments), Path.of("/home/here"));
    }
}
