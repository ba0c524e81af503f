package dev.muster.events.kafka;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How all clients of a service show Kafka who they are, and how they know Kafka. What cannot work together stops the start.
 *
 * @param protocol one of Kafka's own
 * @param saslMechanism how the password, or what else is in the login, is shown
 * @param saslJaasConfig the login: a secret
 * @param caFile whom the brokers' certificates are signed by, as PEM; empty for those that the JDK trusts
 * @param certificateFile the service's own certificate and those that vouch for it, as PEM; empty for none
 * @param keyFile its private key, as PEM (PKCS #8) without a password
 */
@Validated
@ConfigurationProperties("muster.kafka.security")
record KafkaSecurity(
        @Pattern(
                regexp = "(SASL_)?(PLAINTEXT|SSL)",
                message = "must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL (MUSTER_KAFKA_SECURITY_PROTOCOL)")
        String protocol,

        @NotBlank(message = "must be such as SCRAM-SHA-512 (MUSTER_KAFKA_SASL_MECHANISM)")
        String saslMechanism,

        @Pattern(
                regexp = "(?s)|\\s*[\\w.$]+\\s+(required|requisite|sufficient|optional)\\b.*;\\s*",
                message =
                        "must be a login module, required, its options and a semicolon (MUSTER_KAFKA_SASL_JAAS_CONFIG)")
        String saslJaasConfig,

        String caFile,
        String certificateFile,
        String keyFile) {

    @AssertTrue(
            message =
                    "is false: MUSTER_KAFKA_SASL_JAAS_CONFIG is set where MUSTER_KAFKA_SECURITY_PROTOCOL is SASL_SSL or SASL_PLAINTEXT, and only there")
    boolean isLoginComplete() {
        return protocol.startsWith("SASL_") != saslJaasConfig.isEmpty();
    }

    @AssertTrue(message = "is false: MUSTER_KAFKA_CERTIFICATE_FILE and MUSTER_KAFKA_KEY_FILE go together") boolean isCertificateComplete() {
        return certificateFile.isEmpty() == keyFile.isEmpty();
    }

    @AssertTrue(
            message =
                    "is false: MUSTER_KAFKA_CA_FILE, MUSTER_KAFKA_CERTIFICATE_FILE and MUSTER_KAFKA_KEY_FILE go with MUSTER_KAFKA_SECURITY_PROTOCOL=SSL or SASL_SSL")
    boolean isTlsWhereCertificatesAre() {
        return protocol.endsWith("SSL") || files().findAny().isEmpty();
    }

    @AssertTrue(
            message =
                    "is false: one of MUSTER_KAFKA_CA_FILE, MUSTER_KAFKA_CERTIFICATE_FILE and MUSTER_KAFKA_KEY_FILE cannot be read")
    boolean isReadable() {
        return files().allMatch(file -> Files.isReadable(Path.of(file)));
    }

    private Stream<String> files() {
        return Stream.of(caFile, certificateFile, keyFile).filter(file -> !file.isEmpty());
    }

    /** Without the login. */
    @Override
    public String toString() {
        return "KafkaSecurity[" + protocol + "]";
    }
}
