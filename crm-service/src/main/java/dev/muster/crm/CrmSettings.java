package dev.muster.crm;

import dev.muster.events.effect.CallSettings;
import dev.muster.events.start.HttpAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How contacts are kept; each setting is explained in {@code application.yml}.
 *
 * @param url the account's own address at ActiveCampaign
 * @param apiKey the account's key
 * @param calls how it is called
 */
@Validated
@ConfigurationProperties("muster.crm")
record CrmSettings(
        @NotNull(message = MISSING_URL) @HttpAddress(message = MISSING_URL)
        URI url,

        @Pattern(regexp = "[!-~]+", message = "must be a key without spaces or line ends: set ACTIVECAMPAIGN_API_KEY") String apiKey,

        @Valid CallSettings calls) {

    private static final String MISSING_URL =
            "must be an address such as https://ACCOUNT.api-us1.com: set ACTIVECAMPAIGN_URL";

    /** The address of a resource of the API, version 3. */
    URI resource(String path) {
        return URI.create(url + (url.toString().endsWith("/") ? "" : "/") + "api/3/" + path);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "CrmSettings[url=" + url + ", calls=" + calls + "]";
    }
}
