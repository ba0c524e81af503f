package dev.muster.events.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

@ExtendWith(OutputCaptureExtension.class)
class OneLineRefusalTest {

    @Test
    void wrongValueIsRefusedByNameAndNotShown(CapturedOutput output) {
        start("sample.token=too-secret", "sample.pause=5s");

        assertThat(linesOfTheRefusal(output)).singleElement().satisfies(line -> assertThat(line)
                .contains("Not started: the setting sample.token must have 16 characters"));
        assertThat(output).doesNotContain("too-secret").doesNotContain("APPLICATION FAILED TO START");
    }

    @Test
    void valueOfTheWrongKindIsRefusedByName(CapturedOutput output) {
        start("sample.token=long enough to be a token", "sample.pause=a while");

        assertThat(linesOfTheRefusal(output)).singleElement().satisfies(line -> assertThat(line)
                .contains("Not started: the setting sample.pause is not a valid Duration"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample.unit=fortnights", "sample.units=hours, fortnights"})
    void valueThatThereIsNotIsRefusedByThoseThatThereAre(String setting, CapturedOutput output) {
        start("sample.token=long enough to be a token", setting);

        assertThat(linesOfTheRefusal(output)).singleElement().satisfies(line -> assertThat(line)
                .contains("Not started: the setting sample.unit")
                .contains(" is not a valid ChronoUnit: nanos, micros, millis, seconds, minutes, hours, half-days, days")
                .doesNotContain("fortnights"));
    }

    private static void start(String... settings) {
        var application = new SpringApplicationBuilder(Sample.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.import=classpath:muster-defaults.yml")
                .properties(settings);
        assertThatThrownBy(application::run).isNotNull();
    }

    /** Everything that was said at the level of errors, stack traces included. */
    private static Stream<String> linesOfTheRefusal(CapturedOutput output) {
        return output.getAll().lines().filter(line -> line.contains("ERROR") || line.startsWith("\tat "));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Settings.class)
    static class Sample {}

    @Validated
    @ConfigurationProperties("sample")
    record Settings(
            @Size(min = 16, message = "must have 16 characters") String token,

            Duration pause,
            ChronoUnit unit,
            Set<ChronoUnit> units) {}
}
