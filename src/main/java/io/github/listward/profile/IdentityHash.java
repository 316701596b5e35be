package io.github.listward.profile;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands in for an identity wherever it is stored: HMAC-SHA-256 under a key that is not in the database, cut to 128 bits
 * (a collision among a billion identities is less likely than one in 10<sup>20</sup>), as 22 characters of base64url.
 */
public class IdentityHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final ThreadLocal<Mac> macs;

    public IdentityHash(byte[] key) {
        SecretKeySpec secretKey = new SecretKeySpec(key, ALGORITHM);
        macs = ThreadLocal.withInitial(() -> keyed(secretKey));
    }

    /**
     * @param field what the value is, e.g. {@code email}: equal values of different fields have different hashes; its case does not count
     * @param value an identity; surrounding white space does not count, nor case in an {@code email}
     */
    public String of(String field, String value) {
        String name = field.toLowerCase(Locale.ROOT);
        String normalised = name.equals("email") ? value.strip().toLowerCase(Locale.ROOT) : value.strip();
        byte[] hash = macs.get().doFinal((name + '\0' + normalised).getBytes(StandardCharsets.UTF_8));
        return ENCODER.encodeToString(Arrays.copyOf(hash, BYTES));
    }

    private static Mac keyed(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM + ", which every Java must have", e);
        }
    }
}
