package dev.muster.sandbox.launch;

import dev.muster.sandbox.broker.Broker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The variables by which a service logs in to Kafka, and the same as settings of a Kafka client. */
final class KafkaLogin {

    static final String PROTOCOL = "MUSTER_KAFKA_SECURITY_PROTOCOL";
    static final String MECHANISM = "MUSTER_KAFKA_SASL_MECHANISM";
    static final String JAAS_CONFIG = "MUSTER_KAFKA_SASL_JAAS_CONFIG";
    static final String CA_FILE = "MUSTER_KAFKA_CA_FILE";
    static final String CERTIFICATE_FILE = "MUSTER_KAFKA_CERTIFICATE_FILE";
    static final String KEY_FILE = "MUSTER_KAFKA_KEY_FILE";

    static final String SCRAM = "SCRAM-SHA-512";

    private KafkaLogin() {}

    /** The variables for a user of the sandbox's own brokers, whose authority is in the file. */
    static Map<String, String> of(Broker.Login login, Path authority) {
        return Map.of(
                PROTOCOL,
                "SASL_SSL",
                MECHANISM,
                SCRAM,
                JAAS_CONFIG,
                login.jaasConfig(),
                CA_FILE,
                authority.toAbsolutePath().toString());
    }

    /**
     * What the variables mean to a client.
     *
     * @throws Refusal when they name half of a certificate, or one that cannot be read
     */
    static Map<String, Object> clientOf(Map<String, String> variables) {
        var client = new HashMap<String, Object>();
        client.put("security.protocol", variables.getOrDefault(PROTOCOL, "PLAINTEXT"));
        if (variables.containsKey(JAAS_CONFIG)) {
            client.put("sasl.mechanism", variables.getOrDefault(MECHANISM, SCRAM));
            client.put("sasl.jaas.config", variables.get(JAAS_CONFIG));
        }
        if (variables.containsKey(CA_FILE)) {
            client.put("ssl.truststore.type", "PEM");
            client.put("ssl.truststore.location", variables.get(CA_FILE));
        }
        if (variables.containsKey(CERTIFICATE_FILE) != variables.containsKey(KEY_FILE)) {
            throw Refusal.because(CERTIFICATE_FILE + " and " + KEY_FILE + " go together:"
                    + " set both for a certificate of your own, or neither.");
        }
        if (variables.containsKey(CERTIFICATE_FILE)) {
            client.put("ssl.keystore.type", "PEM");
            client.put("ssl.keystore.certificate.chain", textOf(CERTIFICATE_FILE, variables));
            client.put("ssl.keystore.key", textOf(KEY_FILE, variables));
        }
        return client;
    }

    private static String textOf(String variable, Map<String, String> variables) {
        var file = Path.of(variables.get(variable));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Refusal.because(variable + " names " + file + ", which cannot be read.");
        }
    }
}
