package dev.muster.crm;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How contacts are kept; each setting is explained in {@code application.yml}.
 *
 * @param url the account's own address at ActiveCampaign
 * @param apiKey the account's key
 * @param pace how many calls a second
 * @param connectTimeout how long a connection may take
 * @param answerTimeout how long an answer may take
 * @param grace how long after a call's deadline the CRM may take to show what it accepted
 */
@Validated
@ConfigurationProperties("muster.crm")
record CrmSettings(
        @Pattern(
                regexp = "https?://[^\\s/]+/?",
                message = "must be https://ACCOUNT.api-us1.com: set ACTIVECAMPAIGN_URL")
        String url,

        @NotBlank(message = "is missing: set ACTIVECAMPAIGN_API_KEY") String apiKey,

        @Min(1) @Max(1000) int pace,
        @DurationMin(millis = 1) @DurationMax(minutes = 1) Duration connectTimeout,
        @DurationMin(millis = 1) @DurationMax(minutes = 2) Duration answerTimeout,
        @DurationMin(millis = 0) @DurationMax(minutes = 10) Duration grace) {

    /** The address of a resource of the API, version 3. */
    URI resource(String path) {
        return URI.create(url + (url.endsWith("/") ? "" : "/") + "api/3/" + path);
    }
}
