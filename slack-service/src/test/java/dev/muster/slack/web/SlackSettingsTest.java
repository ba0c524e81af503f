package dev.muster.slack.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.effect.CallSettings;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackSettingsTest {

    @Test
    void bothTokensOrNeitherAreFine() {
        assertThat(refusals("xoxb-1", "xapp-1")).isEmpty();
        assertThat(refusals("", "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "xoxb-1, '', set both",
        "'', xapp-1, set both",
        "xapp-1, xapp-1, set SLACK_BOT_TOKEN",
        "xoxb-1, xoxb-1, set SLACK_APP_TOKEN",
    })
    void otherwiseTheStartIsRefusedInOneLine(String bot, String app, String says) {
        assertThat(refusals(bot, app)).singleElement().asString().contains(says).doesNotContain("\n");
    }

    @Test
    void tokensAreNotPrinted() {
        assertThat(settings("xoxb-secret", "xapp-secret").toString()).doesNotContain("secret");
    }

    private static List<String> refusals(String bot, String app) {
        try (var validators = Validation.buildDefaultValidatorFactory()) {
            return validators.getValidator().validate(settings(bot, app)).stream()
                    .map(ConstraintViolation::getMessage)
                    .toList();
        }
    }

    private static SlackSettings settings(String bot, String app) {
        return new SlackSettings(
                URI.create("https://slack.com/api/"),
                bot,
                app,
                10,
                1,
                new SlackSettings.Reports(SlackSettings.Reports.Layout.THREAD),
                new SlackSettings.Directory(Duration.ofMinutes(10)),
                new CallSettings(20, Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(5)));
    }
}
