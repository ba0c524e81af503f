package dev.muster.events.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.SslConfigs;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes the files of certificates settings of every Kafka client, the binder's and Kafka Streams' too: an empty one must be no
 * setting at all, and Kafka takes a key and a certificate from two files only as text. What is wrong with them is said by {@link
 * KafkaSecurity}.
 */
final class KafkaCertificates implements EnvironmentPostProcessor {

    private static final String PEM = "PEM";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        var settings = new HashMap<String, Object>();
        var ca = file(environment, "ca-file");
        if (!ca.isEmpty()) {
            set(settings, SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
            set(settings, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, ca);
        }
        var certificate = textOf(file(environment, "certificate-file"));
        var key = textOf(file(environment, "key-file"));
        if (!certificate.isEmpty() && !key.isEmpty()) {
            set(settings, SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
            set(settings, SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, certificate);
            set(settings, SslConfigs.SSL_KEYSTORE_KEY_CONFIG, key);
        }
        if (!settings.isEmpty()) {
            environment.getPropertySources().addLast(new MapPropertySource("kafka-certificates", settings));
        }
    }

    private static String file(ConfigurableEnvironment environment, String name) {
        return environment.getProperty("muster.kafka.security." + name, "");
    }

    private static void set(Map<String, Object> settings, String name, String value) {
        settings.put("spring.kafka.properties[" + name + "]", value);
    }

    private static String textOf(String file) {
        try {
            return file.isEmpty() ? "" : Files.readString(Path.of(file));
        } catch (IOException _) {
            return "";
        }
    }
}
