package dev.muster.slack.invite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.muster.events.UserSignedUp;
import dev.muster.events.effect.Done;
import dev.muster.events.effect.Provider;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Invites one person to the Slack workspace. */
@Component
final class SlackInviter {

    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Provider slack;
    private final InviteSettings settings;
    private final JsonMapper json;
    private final InstantSource clock;

    SlackInviter(Provider slack, InviteSettings settings, JsonMapper json, InstantSource clock) {
        this.slack = slack;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Invites a person, or finds them invited.
     *
     * @param inDoubt whether an earlier call may have invited them: then no second e-mail is asked for
     * @throws Fault if they are not invited, as far as anybody knows
     */
    Done invite(UserSignedUp person, boolean inDoubt) throws InterruptedException {
        if (settings.token().isEmpty()) {
            throw Unavailable.refused("no_inviter", "no SLACK_INVITE_TOKEN to invite with");
        }
        return switch (settings.strategy()) {
            case LEGACY -> inviteByLegacyToken(person, settings.resend() && !inDoubt);
        };
    }

    private Done inviteByLegacyToken(UserSignedUp person, boolean resend) throws InterruptedException {
        var arguments = new LinkedHashMap<String, String>();
        arguments.put("email", person.email());
        if (!person.firstName().isEmpty()) {
            arguments.put("first_name", person.firstName());
        }
        if (!settings.channels().isEmpty()) {
            arguments.put("channels", String.join(",", settings.channels()));
        }
        if (resend) {
            arguments.put("resend", "true");
        }
        return resultOf(post("users.admin.invite", arguments));
    }

    private HttpResponse<String> post(String method, Map<String, String> arguments) throws InterruptedException {
        var form = arguments.entrySet().stream()
                .map(argument -> argument.getKey() + "=" + URLEncoder.encode(argument.getValue(), UTF_8))
                .collect(joining("&"));
        return slack.send(slack.request(settings.method(method))
                .header("Authorization", "Bearer " + settings.token())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    /** Slack answers 200 to nearly everything: what counts is {@code ok}, and {@code error} where it is false. */
    private Done resultOf(HttpResponse<String> answer) {
        var status = answer.statusCode();
        var retryAfter = Provider.retryAfter(answer, clock).orElse(null);
        if (status == TOO_MANY_REQUESTS) {
            throw new Throttled("ratelimited", "Slack answered 429", retryAfter);
        }
        if (status != OK) {
            throw Provider.unavailable(status, "Slack answered " + status);
        }
        var body = read(answer.body());
        if (body.path("ok").asBoolean(false)) {
            return new Done("invited", null);
        }
        var code = body.path("error").asString("");
        if (code.isEmpty()) {
            throw unreadable();
        }
        return InviteAnswer.resultOf(code, retryAfter);
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw unreadable();
        }
    }

    private static Unavailable unreadable() {
        return Unavailable.inDoubt("unreadable_answer", "Slack answered 200 with a body that is not Slack's");
    }
}
