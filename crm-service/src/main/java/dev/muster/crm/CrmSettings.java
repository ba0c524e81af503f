package dev.muster.crm;

import dev.muster.events.effect.CallSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
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
        @Pattern(
                regexp = "https?://[^\\s/]+/?",
                message = "must be https://ACCOUNT.api-us1.com: set ACTIVECAMPAIGN_URL")
        String url,

        @NotBlank(message = "is missing: set ACTIVECAMPAIGN_API_KEY") String apiKey,

        @Valid CallSettings calls) {

    /** The address of a resource of the API, version 3. */
    URI resource(String path) {
        return URI.create(url + (url.endsWith("/") ? "" : "/") + "api/3/" + path);
    }
}
