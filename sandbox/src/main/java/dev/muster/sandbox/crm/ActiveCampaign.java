package dev.muster.sandbox.crm;

import dev.muster.sandbox.emulator.Answer;
import dev.muster.sandbox.emulator.Limit;
import dev.muster.sandbox.emulator.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How ActiveCampaign words its answers (developers.activecampaign.com/reference: "Errors", "Rate Limits"): 403 and 404
 * with a bare message, 422 with a list of errors, and five requests a second for the whole account.
 */
record ActiveCampaign() implements Provider {

    static final String SYNC = "contact/sync";
    static final String CONTACTS = "contacts";
    static final String CONTACT = "contacts/{id}";

    @Override
    public Set<String> operations() {
        return Set.of(SYNC, CONTACTS, CONTACT);
    }

    @Override
    public List<Limit> limits() {
        return List.of(new Limit(Limit.WHOLE_ACCOUNT, 5, 1));
    }

    @Override
    public Answer failure(int status) {
        return switch (status) {
            case 402 -> message(402, "The request could not be processed, usually due to a missing payment.");
            case 403 -> message(403, "You do not have permission to access this resource.");
            case 404 -> message(404, "No Result found.");
            case 422 -> error("invalid");
            case 429 -> throttled(1);
            default -> message(status, "An unexpected error occurred. Please try again later.");
        };
    }

    @Override
    public Answer error(String code) {
        return invalid("The request could not be processed: " + code, code, "/data/attributes/email");
    }

    @Override
    public Answer throttled(int seconds) {
        return message(429, "Too many requests: the account's limit is reached.")
                .with("Retry-After", Integer.toString(seconds));
    }

    static Answer message(int status, String message) {
        return new Answer(status, Map.of("message", message));
    }

    static Answer invalid(String title, String code, String pointer) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("title", title);
        error.put("detail", "");
        error.put("code", code);
        error.put("source", Map.of("pointer", pointer));
        return new Answer(422, Map.of("errors", List.of(error)));
    }
}
