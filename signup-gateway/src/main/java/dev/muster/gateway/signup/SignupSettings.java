package dev.muster.gateway.signup;

import jakarta.validation.constraints.Pattern;
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
        String idSecret,
        List<
                        @Pattern(
                                regexp = "\\*|https?://[^/\\s,]+",
                                message = "must be * or origins such as https://example.org, separated by commas")
                        String>
                corsOrigins) {

    private static final int SHORTEST_SECRET = 16;

    /** Checked here, since a constraint's message would show the secret. */
    SignupSettings {
        if (idSecret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "muster.signup.id-secret (MUSTER_ID_SECRET) must be a secret of at least " + SHORTEST_SECRET
                            + " characters, kept for good");
        }
    }

    @Override
    public String toString() {
        return "SignupSettings[corsOrigins=" + corsOrigins + "]";
    }
}
