package dev.muster.events.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Shows until when the certificates are good by which we and Kafka know each other, where there are any: those that were there at
 * the start, for Kafka's clients keep what they began with, whatever has replaced the files since.
 */
final class CertificateMeters {

    private CertificateMeters() {}

    /** Shows it of a PEM file, if there is one, as it is now. */
    static void show(String file, String path, MeterRegistry registry) {
        if (path.isEmpty()) {
            return;
        }
        var expiry = expiry(Path.of(path));
        Gauge.builder("muster.certificate.expiry", () -> expiry)
                .description(
                        "When the first certificate in use of a file for Kafka expires, as Unix time; NaN where it is unreadable")
                .baseUnit("seconds")
                .tag("file", file)
                .register(registry);
    }

    private static double expiry(Path pem) {
        try (var bytes = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                    .map(certificate ->
                            ((X509Certificate) certificate).getNotAfter().toInstant())
                    .mapToLong(Instant::getEpochSecond)
                    .mapToDouble(seconds -> seconds)
                    .min()
                    .orElse(Double.NaN);
        } catch (IOException | CertificateException e) {
            return Double.NaN;
        }
    }
}
