package dev.muster.sandbox.broker;

import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;

/**
 * How clients know the brokers of this machine: by a certificate that an authority made for them alone vouches for. Nobody keeps
 * the authority's own key, so there is never another.
 *
 * @param keyAndCertificate the brokers' private key and its certificate, as PEM: a secret
 * @param authority what clients trust, as PEM
 */
public record Identity(String keyAndCertificate, String authority) {

    /** Longer than any sandbox is kept. */
    private static final int DAYS = 3650;

    /** A new one, which holds for {@code 127.0.0.1} and {@code localhost}. */
    public static Identity drawn() {
        var authority =
                lasting().commonName("Muster's sandbox").certificateAuthority(0).build();
        var brokers = lasting()
                .commonName("broker")
                .addSubjectAlternativeName("127.0.0.1")
                .addSubjectAlternativeName("localhost")
                .signedBy(authority)
                .build();
        return new Identity(brokers.privateKeyPkcs8Pem() + brokers.certificatePem(), authority.certificatePem());
    }

    private static HeldCertificate.Builder lasting() {
        return new HeldCertificate.Builder().duration(DAYS, TimeUnit.DAYS);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return authority;
    }
}
