package dev.muster.gateway.signup;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How people sign up.
 *
 * @param idSecret what sign-up ids are made under; another one makes everybody a new person, so it is kept for good
 * @param corsOrigins the origins whose pages may use the sign-up API, or {@code *}; empty for none but our own
 */
@Validated
@ConfigurationProperties("muster.signup")
record SignupSettings(
        @Size(min = 16, message = "must be a secret of at least 16 characters, kept for good: set MUSTER_ID_SECRET") String idSecret,

        List<
                        @Pattern(
                                regexp = "\\*|https?://[^/\\s,]+",
                                message = "must be * or origins such as https://example.org, separated by commas")
                        String>
                corsOrigins) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "SignupSettings[corsOrigins=" + corsOrigins + "]";
    }
}
