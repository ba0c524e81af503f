package dev.muster.gateway.signup;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names the person behind an e-mail address: the same for the same address on every replica, and to be guessed by nobody who does
 * not know the secret.
 *
 * @param value {@code [a-z2-7]{26}}
 */
public record SignupId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z2-7]{26}");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;
    private static final int BITS_PER_CHARACTER = 5;

    public SignupId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("no sign-up id: " + value);
        }
    }

    /** Whether a text can be a sign-up id at all. */
    public static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    /** The id of a normalised address: the first 130 bits of its HMAC-SHA-256 in the base32 of RFC 4648, in lower case. */
    static SignupId of(String email, String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return new SignupId(base32(mac.doFinal(email.getBytes(StandardCharsets.UTF_8))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base32(byte[] bytes) {
        var text = new StringBuilder(LENGTH);
        for (var first = 0; text.length() < LENGTH; first += BITS_PER_CHARACTER) {
            var index = 0;
            for (var bit = first; bit < first + BITS_PER_CHARACTER; bit++) {
                index = (index << 1) | ((bytes[bit / 8] >> (7 - bit % 8)) & 1);
            }
            text.append(ALPHABET.charAt(index));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return value;
    }
}
