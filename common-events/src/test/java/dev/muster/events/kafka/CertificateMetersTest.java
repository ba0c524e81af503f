package dev.muster.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final Path pem;

    CertificateMetersTest(@TempDir Path directory) {
        this.pem = directory.resolve("certificate.pem");
    }

    @Test
    void firstThatExpiresOfAFileCounts() throws Exception {
        write(certificate(30) + certificate(3));

        CertificateMeters.show("certificate", pem.toString(), registry);

        assertThat(expiry()).isBetween(seconds(2), seconds(4));
    }

    @Test
    void certificateThatReplacesItIsNotInUseBeforeTheNextStart() throws Exception {
        write(certificate(3));
        CertificateMeters.show("certificate", pem.toString(), registry);

        write(certificate(30));

        assertThat(expiry()).isBetween(seconds(2), seconds(4));
    }

    @Test
    void whatIsNoCertificateHasNoTime() throws Exception {
        write("what is in a file");

        CertificateMeters.show("certificate", pem.toString(), registry);

        assertThat(expiry()).isNaN();
    }

    @Test
    void whereThereIsNoFileThereIsNoMetric() {
        CertificateMeters.show("ca", "", registry);

        assertThat(registry.getMeters()).isEmpty();
    }

    private double expiry() {
        return registry.get("muster.certificate.expiry")
                .tag("file", "certificate")
                .gauge()
                .value();
    }

    private static double seconds(int days) {
        return Instant.now().plus(days, ChronoUnit.DAYS).getEpochSecond();
    }

    private void write(String text) throws IOException {
        Files.writeString(pem, text);
    }

    private static String certificate(int days) {
        return new HeldCertificate.Builder()
                .duration(days, TimeUnit.DAYS)
                .build()
                .certificatePem();
    }
}
