package dev.muster.gateway.signup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignupIdTest {

    private static final String SECRET = "the secret of these tests";

    @Test
    void isTheBase32OfTheHmacOfTheAddress() {
        // printf ada@example.org | openssl dgst -sha256 -hmac 'the secret of these tests' -binary | base32 | tr A-Z a-z
        // | cut -c1-26
        assertThat(SignupId.of("ada@example.org", SECRET)).hasToString("4pqqct2zwjatxbl2desb5biyx2");
    }

    @Test
    void isTheSameForTheSameAddressAndAnotherForAnother() {
        assertThat(SignupId.of("ada@example.org", SECRET))
                .isEqualTo(SignupId.of("ada@example.org", SECRET))
                .isNotEqualTo(SignupId.of("ada+slack@example.org", SECRET))
                .isNotEqualTo(SignupId.of("ada@example.org", SECRET + "!"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcdefghijklmnopqrstuvwxy",
                "abcdefghijklmnopqrstuvwxyz2",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                "abcdefghijklmnopqrstuvwxy1",
                "abcdefghijklmnopqrstuvwxy\n"
            })
    void hasOneFormOnly(String text) {
        assertThat(SignupId.isWellFormed(text)).isFalse();
    }
}
