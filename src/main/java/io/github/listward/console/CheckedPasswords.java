package io.github.listward.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Checks a password with its own encoding once, and then knows it again. Without a session a browser sends the password along with
 * each of the 60 requests it makes for a page, and bcrypt takes 70 ms of a core for one, by design. A wrong password still costs that.
 *
 * <p>Known is a hash under a key of this process alone, one for each configured password.
 */
@Component
class CheckedPasswords implements PasswordEncoder {

    private static final String HASH = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final PasswordEncoder checks = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final Map<String, byte[]> rightByEncoded = new ConcurrentHashMap<>();
    private final SecretKeySpec key;

    CheckedPasswords() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, HASH);
    }

    @Override
    public boolean matches(CharSequence password, String encoded) {
        byte[] hash = hash(password);
        byte[] right = rightByEncoded.get(encoded);
        if (right != null && MessageDigest.isEqual(right, hash)) {
            return true;
        }
        if (!checks.matches(password, encoded)) {
            return false;
        }
        rightByEncoded.put(encoded, hash);
        return true;
    }

    @Override
    public String encode(CharSequence password) {
        return checks.encode(password);
    }

    private byte[] hash(CharSequence password) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(key);
            return mac.doFinal(password.toString().getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
