package dev.muster.gateway.operator;

import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Who may operate this deployment.
 *
 * @param tokenHashes the SHA-256 of each token that an operator may show, in lower-case hex; empty where nobody may
 */
@Validated
@ConfigurationProperties("muster.operators")
record OperatorSettings(
        List<
                        @Pattern(
                                regexp = "[0-9a-f]{64}",
                                message = "must be the SHA-256 of a token as 64 characters of lower-case hex, "
                                        + "several separated by commas: set MUSTER_OPERATOR_TOKEN_HASHES")
                        String>
                tokenHashes) {

    /** Without the hashes. */
    @Override
    public String toString() {
        return "OperatorSettings[" + tokenHashes.size() + " tokens]";
    }
}
