package dev.dragoman.ingest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says whose a token is: a JWT that the issuer signed (RS256 and nothing else) for this app, that
 * holds now, give or take {@link #LEEWAY}.
 *
 * <p>The issuer's keys are fetched once in {@link #KEYS_KEPT} and ahead of time; a key that is not
 * known yet is looked for at once, though at most once in {@link #KEYS_PAUSE}, however many tokens
 * name one. While the issuer can't be reached, known keys go on for {@link #KEYS_THROUGH_OUTAGE}.
 * Safe for use by many threads.
 */
final class Tokens {

    /** By how much clocks may differ. */
    static final Duration LEEWAY = Duration.ofSeconds(60);

    static final Duration KEYS_KEPT = Duration.ofMinutes(15);
    static final Duration KEYS_PAUSE = Duration.ofSeconds(30);
    static final Duration KEYS_THROUGH_OUTAGE = Duration.ofHours(24);

    private static final int FETCH_MILLIS = 2_000;
    private static final int MOST_KEY_BYTES = 64 * 1024;
    private static final int MOST_CHARS = 8 * 1024;
    private static final int MOST_USER_CHARS = 128;

    private final SignIn signIn;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();
    private final AtomicBoolean fetchFailed;
    private volatile boolean keysKnown;

    private Tokens(SignIn signIn, JWKSource<SecurityContext> keys, AtomicBoolean fetchFailed, Clock clock) {
        this.signIn = signIn;
        this.fetchFailed = fetchFailed;
        this.clock = clock;
        signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
        // The claims are checked here, by the clock that is passed in.
        signatures.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    static Tokens of(SignIn signIn, Clock clock) {
        return of(signIn, new DefaultResourceRetriever(FETCH_MILLIS, FETCH_MILLIS, MOST_KEY_BYTES), clock);
    }

    static Tokens of(SignIn signIn, ResourceRetriever retriever, Clock clock) {
        AtomicBoolean failed = new AtomicBoolean();
        ResourceRetriever fetching = url -> {
            failed.set(true);
            Resource fetched = retriever.retrieveResource(url);
            failed.set(false);
            return fetched;
        };
        try {
            JWKSource<SecurityContext> keys = JWKSourceBuilder.<SecurityContext>create(
                            signIn.keys().toURL(), fetching)
                    .cache(KEYS_KEPT.toMillis(), 2L * FETCH_MILLIS)
                    .refreshAheadCache(Duration.ofMinutes(5).toMillis(), false)
                    .rateLimited(KEYS_PAUSE.toMillis())
                    .retrying(true)
                    .outageTolerant(KEYS_THROUGH_OUTAGE.toMillis())
                    .build();
            return new Tokens(signIn, keys, failed, clock);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(SignIn.KEYS + " is no address", e);
        }
    }

    /**
     * Whose a token is ({@code sub}).
     *
     * @throws TokenRefusedException if it is not good
     * @throws UnavailableException if nobody can say, because the issuer's keys can't be had
     */
    String userOf(String token) throws TokenRefusedException, UnavailableException {
        if (token.length() > MOST_CHARS) {
            throw new TokenRefusedException("too long");
        }
        return checked(signed(token));
    }

    private JWTClaimsSet signed(String token) throws TokenRefusedException, UnavailableException {
        SignedJWT parsed;
        try {
            parsed = SignedJWT.parse(token);
        } catch (ParseException | IllegalArgumentException e) {
            throw new TokenRefusedException("not a signed token");
        }
        if (!parsed.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)) {
            throw new TokenRefusedException("not signed with RS256");
        }
        if (parsed.getHeader().getKeyID() == null) {
            throw new TokenRefusedException("no key id");
        }
        try {
            JWTClaimsSet claims = signatures.process(parsed, null);
            keysKnown = true;
            return claims;
        } catch (KeySourceException e) {
            // No keys, or one that is not known and was asked for again too soon. While the issuer is
            // down a key that is not known here may be a new one.
            if (keysKnown && !fetchFailed.get() && e instanceof RateLimitReachedException) {
                throw new TokenRefusedException("unknown key");
            }
            throw new UnavailableException("issuer", e);
        } catch (BadJWSException e) {
            keysKnown = true;
            throw new TokenRefusedException("unknown key or wrong signature");
        } catch (BadJOSEException e) {
            keysKnown = true;
            if (fetchFailed.get()) {
                throw new UnavailableException("issuer", e);
            }
            throw new TokenRefusedException("unknown key or wrong signature");
        } catch (JOSEException e) {
            throw new TokenRefusedException("signature that can't be checked");
        }
    }

    private String checked(JWTClaimsSet claims) throws TokenRefusedException {
        if (!signIn.issuer().toString().equals(claims.getIssuer())) {
            throw new TokenRefusedException("another issuer");
        }
        if (!isForThisApp(claims)) {
            throw new TokenRefusedException("another client or another use");
        }
        if (claims.getExpirationTime() == null
                || !clock.instant()
                        .isBefore(claims.getExpirationTime().toInstant().plus(LEEWAY))) {
            throw new TokenRefusedException("expired");
        }
        Instant soon = clock.instant().plus(LEEWAY);
        if ((claims.getNotBeforeTime() != null
                        && claims.getNotBeforeTime().toInstant().isAfter(soon))
                || (claims.getIssueTime() != null
                        && claims.getIssueTime().toInstant().isAfter(soon))) {
            throw new TokenRefusedException("not valid yet");
        }
        String user = claims.getSubject();
        if (user == null || user.isBlank() || user.length() > MOST_USER_CHARS) {
            throw new TokenRefusedException("no subject");
        }
        return user;
    }

    private boolean isForThisApp(JWTClaimsSet claims) {
        Object use = claims.getClaim("token_use");
        if ("access".equals(use)) {
            return signIn.clientId().equals(claims.getClaim("client_id"));
        }
        return "id".equals(use) && claims.getAudience().contains(signIn.clientId());
    }
}
