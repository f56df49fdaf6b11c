package dev.dragoman.local.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Says who somebody is, without asking for a password: tokens with the claims of a Cognito access
 * token, signed with a key that is made at the start and gone with the process. Immutable.
 */
public final class LocalIssuer {

    /** The app that the tokens are for. */
    public static final String CLIENT_ID = "dragoman-local";

    /** How long a token is good. */
    public static final Duration LIFE = Duration.ofHours(1);

    /** Who can be signed in. */
    public static final Pattern USER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final int KEY_BITS = 2048;

    private final URI issuer;
    private final Clock clock;
    private final RSAKey key;

    /**
     * Makes a key.
     *
     * @param issuer where it is; its {@code iss}
     * @param clock what its tokens go by
     */
    public LocalIssuer(URI issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
        try {
            this.key = new RSAKeyGenerator(KEY_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("an RSA key can't be made", e);
        }
    }

    /** Its {@code iss}. */
    public URI issuer() {
        return issuer;
    }

    /** Where its keys are. */
    public URI keys() {
        return URI.create(issuer + "/.well-known/jwks.json");
    }

    /** The public half of its key, as JWKS. */
    public String keySet() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /**
     * Signs somebody in.
     *
     * @param user of the shape {@link #USER}; always gets the same {@code sub}
     * @throws IllegalArgumentException if it has another shape
     */
    public String token(String user) {
        return sign(claims(user).build());
    }

    /**
     * What a token for somebody says.
     *
     * @throws IllegalArgumentException if the user has another shape than {@link #USER}
     */
    public JWTClaimsSet.Builder claims(String user) {
        if (!USER.matcher(user).matches()) {
            throw new IllegalArgumentException("user: accepted are 1 to 64 letters, digits, dots, dashes");
        }
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .subject(UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8))
                        .toString())
                .claim("client_id", CLIENT_ID)
                .claim("token_use", "access")
                .claim("username", user)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)));
    }

    /** Signs whatever is said. */
    public String sign(JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a token can't be signed", e);
        }
    }

    /** The public key as it is shown to everybody, for whoever wants to misuse it. */
    public RSAKey publicKey() {
        return key.toPublicJWK();
    }
}
