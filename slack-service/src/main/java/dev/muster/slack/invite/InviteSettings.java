package dev.muster.slack.invite;

import dev.muster.events.effect.CallSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
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
 * @param calls how Slack is called
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
        @Valid CallSettings calls) {

    /** Slack's ways to invite. */
    enum Strategy {
        /** The undocumented {@code users.admin.invite}, for those who still have a legacy token. */
        LEGACY
    }

    URI method(String name) {
        return URI.create(apiUrl + name);
    }
}
