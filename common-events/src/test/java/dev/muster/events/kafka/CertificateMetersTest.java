package dev.muster.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final Path directory;

    CertificateMetersTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void expiryIsThatOfTheFileAsItIsNow() throws Exception {
        var pem = directory.resolve("certificate.pem");
        CertificateMeters.show("certificate", pem.toString(), registry);
        assertThat(expiry()).isNaN();

        Files.copy(certificate(3), pem);

        assertThat(expiry()).isBetween(seconds(2), seconds(4));
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

    private Path certificate(int days) throws Exception {
        var store = directory.resolve("store.p12").toString();
        var made = directory.resolve("made.pem");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=crm.example.org",
                "-validity",
                "" + days,
                "-keystore",
                store);
        keytool("-exportcert", "-rfc", "-file", made.toString(), "-keystore", store);
        return made;
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", "changeit", "-alias", "own"));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
