package dev.muster.crm;

import dev.muster.events.effect.Done;
import dev.muster.events.effect.Provider;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The CRM.
 *
 * @see <a href="https://developers.activecampaign.com/reference/sync-a-contacts-data">Sync a contact's data</a>
 */
@Component
final class ActiveCampaign {

    private final Provider http;
    private final CrmSettings settings;
    private final JsonMapper json;
    private final InstantSource clock;

    ActiveCampaign(Provider http, CrmSettings settings, JsonMapper json, InstantSource clock) {
        this.http = http;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Creates the contact with this e-mail address, or brings it up to date: doing it again changes nothing.
     *
     * @throws Fault if the contact is not there as asked, as far as anybody knows
     */
    Done sync(Contact contact) throws InterruptedException {
        return resultOf(http.send(http.request(settings.resource("contact/sync"))
                .header("Api-Token", settings.apiKey())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(contact.toSync())))
                .build()));
    }

    private Done resultOf(HttpResponse<String> answer) {
        var status = answer.statusCode();
        var code = Integer.toString(status);
        var detail = "ActiveCampaign answered " + status;
        return switch (status) {
            case 200, 201 -> new Done(status == 201 ? "created" : "synced", idIn(answer.body()));
            case 400, 413 -> throw new Rejected(code, detail);
            case 422 -> throw unprocessable(answer.body());
            case 429 ->
                throw new Throttled(
                        code, detail, Provider.retryAfter(answer, clock).orElse(null));
            // 401 and 403: the key; 402: the account is not paid for; 404: the address is of no account; 3xx likewise.
            default -> throw Provider.unavailable(status, detail);
        };
    }

    /** Its own code where the body has one; a {@code duplicate} is another sync that was quicker, so that ours will update. */
    private Fault unprocessable(String body) {
        var code = read(body).path("errors").path(0).path("code").asString("422");
        var detail = "ActiveCampaign answered 422 " + code;
        return code.equals("duplicate") ? Unavailable.withoutEffect(code, detail) : new Rejected(code, detail);
    }

    private String idIn(String body) {
        var id = read(body).path("contact").path("id").asString("");
        if (id.isEmpty()) {
            throw Unavailable.inDoubt("unreadable_answer", "ActiveCampaign answered with no contact's id");
        }
        return id;
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
