package dev.dragoman.ingest;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes of passcodes, slow on purpose: PBKDF2 with HMAC-SHA256, {@link #ROUNDS} rounds and a salt for
 * each (OWASP's advice of 2023). Written as {@code pbkdf2-sha256$rounds$salt$hash}, base64, so that
 * the number can grow. As safe for use by many threads as its source of randomness.
 */
final class Passcodes {

    /** https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
    static final int ROUNDS = 600_000;

    private static final String SCHEME = "pbkdf2-sha256";
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private final RandomGenerator random;
    private final int rounds;

    /**
     * @param random what salts are drawn from
     * @param rounds how slow
     */
    Passcodes(RandomGenerator random, int rounds) {
        this.random = random;
        this.rounds = rounds;
    }

    /** What proves a passcode right later. */
    String hash(String passcode) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return SCHEME + "$" + rounds + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(derived(passcode, salt, rounds));
    }

    /**
     * Whether a passcode is the one that was hashed; takes as long either way.
     *
     * @throws IllegalStateException if the hash is none of this class
     */
    static boolean isRight(String passcode, String hash) {
        String[] parts = hash.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(SCHEME)) {
            throw new IllegalStateException("a passcode's hash of an unknown kind");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] derived = derived(passcode, base64.decode(parts[2]), Integer.parseInt(parts[1]));
        return MessageDigest.isEqual(derived, base64.decode(parts[3]));
    }

    private static byte[] derived(String passcode, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(passcode.toCharArray(), salt, rounds, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }
}
