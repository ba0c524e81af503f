package dev.muster.slack.invite;

import dev.muster.events.effect.CallSettings;
import dev.muster.events.start.HttpAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How people are invited; each setting is explained in {@code application.yml}.
 *
 * @param apiUrl where Slack's Web API is
 * @param strategy which of Slack's ways to invite is used
 * @param token the token that may invite, empty where there is none
 * @param channels the channels that the invited join
 * @param resend whether somebody who is invited already gets another e-mail
 * @param calls how Slack is called
 */
@Validated
@ConfigurationProperties("muster.slack.invite")
record InviteSettings(
        @HttpAddress(message = "must be an address such as https://slack.com/api/: set SLACK_API_URL")
        URI apiUrl,

        Strategy strategy,

        @Pattern(regexp = "[!-~]*", message = "must be a token without spaces or line ends: set SLACK_INVITE_TOKEN") String token,

        List<String> channels,
        boolean resend,
        @Valid CallSettings calls) {

    /** Slack's ways to invite. */
    enum Strategy {
        /** The undocumented {@code users.admin.invite}, for those who still have a legacy token. */
        LEGACY
    }

    /** The address of a method of the Web API. */
    URI method(String name) {
        return URI.create(apiUrl + (apiUrl.toString().endsWith("/") ? "" : "/") + name);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "InviteSettings[apiUrl=" + apiUrl + ", strategy=" + strategy + ", calls=" + calls + "]";
    }
}
