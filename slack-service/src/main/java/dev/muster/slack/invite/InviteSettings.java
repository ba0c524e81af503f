package dev.muster.slack.invite;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How people are invited; each setting is explained in {@code application.yml}.
 *
 * @param apiUrl where Slack's Web API is, ending in a slash
 * @param strategy which of Slack's ways to invite is used
 * @param token the token that may invite, empty where there is none
 * @param channels the channels that the invited join
 * @param resend whether somebody who is invited already gets another e-mail
 * @param pace how many calls a second
 * @param connectTimeout how long a connection may take
 * @param answerTimeout how long an answer may take
 * @param grace how long after a call's deadline Slack may take to show what it accepted
 */
@Validated
@ConfigurationProperties("muster.slack.invite")
record InviteSettings(
        @Pattern(regexp = "https?://[^\\s/]+/(\\S*/)?", message = "must be http(s)://…/ with a slash at its end")
        String apiUrl,

        Strategy strategy,
        String token,
        List<String> channels,
        boolean resend,
        @Min(1) @Max(1000) int pace,
        @DurationMin(millis = 1) @DurationMax(minutes = 1) Duration connectTimeout,
        @DurationMin(millis = 1) @DurationMax(minutes = 2) Duration answerTimeout,
        @DurationMin(millis = 0) @DurationMax(minutes = 10) Duration grace) {

    /** Slack's ways to invite. */
    enum Strategy {
        /** The undocumented {@code users.admin.invite}, for those who still have a legacy token. */
        LEGACY
    }

    URI method(String name) {
        return URI.create(apiUrl + name);
    }
}
