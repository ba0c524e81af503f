package dev.muster.slack.web;

import dev.muster.events.effect.CallSettings;
import dev.muster.events.start.HttpAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How the bot meets Slack; each setting is explained in {@code application.yml}.
 *
 * @param apiUrl where Slack's Web API is
 * @param botToken what the bot speaks with, empty where there is no bot
 * @param appToken what Socket Mode is opened with, empty where there is no bot
 * @param listeners how many interactions are handled at once
 * @param tempo how many times Slack's published rates are used
 * @param reports how reports are posted
 * @param directory how the member directory is kept
 * @param calls how Slack is called
 */
@Validated
@ConfigurationProperties("muster.slack")
public record SlackSettings(
        @HttpAddress(message = "must be an address such as https://slack.com/api/: set SLACK_API_URL")
        URI apiUrl,

        @Pattern(
                regexp = "(xoxb-[!-~]+)?",
                message = "must be a bot token, which begins with xoxb-: set SLACK_BOT_TOKEN")
        String botToken,

        @Pattern(
                regexp = "(xapp-[!-~]+)?",
                message = "must be an app-level token, which begins with xapp-: set SLACK_APP_TOKEN")
        String appToken,

        @Min(1) @Max(100) int listeners,
        @Min(1) @Max(1000) int tempo,
        @Valid Reports reports,
        @Valid Directory directory,
        @Valid CallSettings calls) {

    /**
     * How reports are posted.
     *
     * @param layout where the members' entries go
     */
    public record Reports(Layout layout) {

        /** Where the members' entries go. */
        public enum Layout {
            /** Into the thread of the report's first message. */
            THREAD,
            /** Into the channel itself. */
            CHANNEL
        }
    }

    /**
     * How the member directory is kept.
     *
     * @param every how often it is compared with Slack as a whole; joins, leaves and new profiles are followed as they happen
     */
    public record Directory(
            @DurationMin(seconds = 1) @DurationMax(days = 1) Duration every) {}

    /** Whether there is a bot at all. */
    public boolean isConnected() {
        return !botToken.isEmpty();
    }

    @AssertTrue(message = "is false: set both SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or neither") boolean isBothTokensOrNeither() {
        return botToken.isEmpty() == appToken.isEmpty();
    }

    /** The address that the names of methods are put after. */
    String apiPrefix() {
        return apiUrl + (apiUrl.toString().endsWith("/") ? "" : "/");
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "SlackSettings[apiUrl=" + apiUrl + ", tempo=" + tempo + ", calls=" + calls + "]";
    }
}
