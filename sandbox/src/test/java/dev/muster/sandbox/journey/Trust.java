package dev.muster.sandbox.journey;

import dev.muster.sandbox.broker.Identity;
import dev.muster.sandbox.launch.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.kafka.common.config.SslConfigs;

/** The trust of running services in the brokers of a sandbox, which they lose as if the brokers' certificate had expired. */
final class Trust {

    private final Sandbox sandbox;
    private final Path authorities;
    private final Path identity;
    private final String goodAuthorities;
    private final String goodIdentity;

    Trust(Sandbox sandbox) throws IOException {
        this.sandbox = sandbox;
        this.authorities = authorities(sandbox);
        this.identity = authorities.resolveSibling("kafka-brokers.pem");
        this.goodAuthorities = Files.readString(authorities);
        this.goodIdentity = Files.readString(identity);
    }

    /** The certificates that whoever starts trusts. */
    static Path authorities(Sandbox sandbox) {
        return Path.of(String.valueOf(sandbox.kafka().get(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)));
    }

    /** Gives the brokers a certificate of an authority that they trust themselves, and nobody who is running already. */
    void lose() throws IOException {
        var another = Identity.drawn();
        Files.writeString(authorities, another.authority(), StandardOpenOption.APPEND);
        identify(another.keyAndCertificate());
    }

    /** Gives them a good one. */
    void regain() throws IOException {
        Files.writeString(authorities, goodAuthorities);
        identify(goodIdentity);
    }

    private void identify(String keyAndCertificate) throws IOException {
        Files.writeString(identity, keyAndCertificate);
        var brokers = List.copyOf(sandbox.options().size().brokerNames());
        brokers.forEach(sandbox::kill);
    }
}
