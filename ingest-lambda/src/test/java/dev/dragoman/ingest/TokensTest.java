package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse;
import com.amazonaws.services.lambda.runtime.events.SimpleIAMPolicyResponse;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tokens as Cognito writes them, and what else may come in their place. */
class TokensTest {

    private static final String ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Abc123";
    private static final String CLIENT = "7f3k9app";
    private static final String USER = "8c1d-user";
    private static final RSAKey KEY = key("first");
    private static final RSAKey NEXT_KEY = key("second");
    private static final RSAKey FOREIGN_KEY = key("first");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final Issuer issuer = new Issuer();
    private final Tokens tokens =
            Tokens.of(new SignIn(URI.create(ISSUER), URI.create(ISSUER + "/jwks.json"), CLIENT), issuer, clock);

    @Test
    void aGoodTokenSaysWhoseItIs() throws Exception {
        // When, then: an access token, an id token, and clocks that differ a little
        assertThat(tokens.userOf(signed(access().build()))).isEqualTo(USER);
        assertThat(tokens.userOf(signed(
                        claims().claim("token_use", "id").audience(CLIENT).build())))
                .isEqualTo(USER);
        assertThat(tokens.userOf(signed(access().expirationTime(in(-59)).build())))
                .isEqualTo(USER);
        assertThat(tokens.userOf(signed(access().issueTime(in(59)).build()))).isEqualTo(USER);
        assertThat(issuer.fetched).hasValue(1);
    }

    @TestFactory
    Stream<DynamicTest> everythingElseIsRefused() throws Exception {
        String good = signed(access().build());
        String[] parts = good.split("\\.", -1);
        return Stream.of(
                refused("nothing", "", "not a signed token"),
                refused("garbage", "garbage", "not a signed token"),
                refused("three parts of garbage", "a.b.c", "not a signed token"),
                refused("a megabyte", "a".repeat(1_000_000), "too long"),
                refused(
                        "another issuer",
                        signed(access().issuer("https://evil.example").build()),
                        "another issuer"),
                refused("no issuer", signed(access().issuer(null).build()), "another issuer"),
                refused(
                        "another client",
                        signed(access().claim("client_id", "other").build()),
                        "another client or another use"),
                refused(
                        "an id token for another client",
                        signed(claims().claim("token_use", "id")
                                .audience("other")
                                .build()),
                        "another client or another use"),
                refused(
                        "an id token with only a client id",
                        signed(access().claim("token_use", "id").build()),
                        "another client or another use"),
                refused(
                        "a refresh token",
                        signed(access().claim("token_use", "refresh").build()),
                        "another client or another use"),
                refused("no use", signed(access().claim("token_use", null).build()), "another client or another use"),
                refused("expired", signed(access().expirationTime(in(-60)).build()), "expired"),
                refused("no expiry", signed(access().expirationTime(null).build()), "expired"),
                refused("not valid yet", signed(access().notBeforeTime(in(120)).build()), "not valid yet"),
                refused("issued tomorrow", signed(access().issueTime(in(86_400)).build()), "not valid yet"),
                refused("no subject", signed(access().subject(null).build()), "no subject"),
                refused("alg none", new PlainJWT(access().build()).serialize(), "not a signed token"),
                refused(
                        "alg none with a signature",
                        Base64URL.encode("{\"alg\":\"none\",\"kid\":\"first\"}") + "." + parts[1] + "." + parts[2],
                        "not a signed token"),
                refused(
                        "HS256 with the public key",
                        hmac(KEY.toPublicJWK().toRSAKey().toRSAPublicKey().getEncoded()),
                        "not signed with RS256"),
                refused(
                        "HS256 with the public key as text",
                        hmac(KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)),
                        "not signed with RS256"),
                refused("RS512", signed(JWSAlgorithm.RS512, KEY, access().build()), "not signed with RS256"),
                refused(
                        "another key under the same id",
                        signed(JWSAlgorithm.RS256, FOREIGN_KEY, access().build()),
                        "unknown key or wrong signature"),
                refused("no key id", signedWithout(KEY, access().build()), "no key id"),
                refused(
                        "other claims under the same signature",
                        parts[0] + "."
                                + Base64URL.encode(
                                        access().subject("me").build().toString()) + "." + parts[2],
                        "unknown key or wrong signature"),
                refused("no signature", parts[0] + "." + parts[1] + ".", "not a signed token"));
    }

    @Test
    void aNewKeyIsFetchedAndKeysThatNobodyKnowsAreNotFetchedForever() throws Exception {
        // Given
        tokens.userOf(signed(access().build()));
        issuer.keys = new JWKSet(List.of(KEY, NEXT_KEY));

        // When
        String user = tokens.userOf(signed(JWSAlgorithm.RS256, NEXT_KEY, access().build()));
        RSAKey unknown = key("unknown");
        String forged = signed(JWSAlgorithm.RS256, unknown, access().build());
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> tokens.userOf(forged)).isInstanceOf(TokenRefusedException.class);
        }

        // Then
        assertThat(user).isEqualTo(USER);
        assertThat(issuer.fetched.get()).isLessThanOrEqualTo(4);
        assertThat(tokens.userOf(signed(access().build()))).isEqualTo(USER);
    }

    @Test
    void knownKeysGoOnWhileTheIssuerIsDown() throws Exception {
        // Given
        tokens.userOf(signed(access().build()));
        issuer.down = true;

        // When, then
        assertThat(tokens.userOf(signed(access().build()))).isEqualTo(USER);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> tokens.userOf(signed(JWSAlgorithm.RS256, NEXT_KEY, access().build())))
                    .isInstanceOf(UnavailableException.class);
        }
        assertThat(tokens.userOf(signed(access().build()))).isEqualTo(USER);
    }

    @Test
    void nobodyCanSayWhenTheKeysWereNeverThere() {
        // Given
        issuer.down = true;

        // When, then: the client is told to try again, not that its token is bad, however often
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> tokens.userOf(signed(access().build()))).isInstanceOf(UnavailableException.class);
        }
        assertThatThrownBy(() -> tokens.userOf(signed(access().build()))).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() ->
                        new Authorizer(tokens).handleRequest(connecting("dragoman, " + signed(access().build())), null))
                .hasMessageNotContaining("Unauthorized");
    }

    @Test
    void theAuthorizerTellsWhoConnects() throws Exception {
        // Given
        Authorizer authorizer = new Authorizer(tokens);

        // When
        IamPolicyResponse speaker = authorizer.handleRequest(connecting("dragoman, " + signed(access().build())), null);
        IamPolicyResponse listener = authorizer.handleRequest(connecting("dragoman"), null);
        IamPolicyResponse script = authorizer.handleRequest(connecting(null), null);

        // Then
        assertThat(speaker.getContext()).isEqualTo(Map.of("sub", USER));
        assertThat(Arrays.deepToString((Object[]) speaker.getPolicyDocument().get("Statement")))
                .contains("Effect=Allow");
        assertThat(listener.getContext()).isEmpty();
        assertThat(script.getContext()).isEmpty();
    }

    @Test
    void theAuthorizerTurnsBadTokensAway() {
        // Given
        Authorizer authorizer = new Authorizer(tokens);

        // When, then: exactly this message is a 401
        for (String offered : List.of("dragoman, garbage", "dragoman, a.b.c, d.e.f", "chat")) {
            assertThatThrownBy(() -> authorizer.handleRequest(connecting(offered), null))
                    .hasMessage("Unauthorized");
        }
    }

    @Test
    void theHttpAuthorizerLetsGoodTokensThrough() throws Exception {
        // Given
        HttpAuthorizer authorizer = new HttpAuthorizer(tokens);

        // When
        SimpleIAMPolicyResponse good =
                authorizer.handleRequest(asking("authorization", "Bearer " + signed(access().build())), null);
        SimpleIAMPolicyResponse bad = authorizer.handleRequest(asking("Authorization", "Bearer garbage"), null);
        SimpleIAMPolicyResponse basic = authorizer.handleRequest(asking("Authorization", "Basic YTpi"), null);
        SimpleIAMPolicyResponse none = authorizer.handleRequest(asking("Accept", "*/*"), null);

        // Then
        assertThat(good.getIsAuthorized()).isTrue();
        assertThat(good.getContext()).isEqualTo(Map.of("sub", USER));
        assertThat(List.of(bad, basic, none)).noneMatch(SimpleIAMPolicyResponse::getIsAuthorized);
    }

    private DynamicTest refused(String name, String token, String reason) {
        return DynamicTest.dynamicTest(
                name,
                () -> assertThatThrownBy(() -> tokens.userOf(token))
                        .isInstanceOf(TokenRefusedException.class)
                        .hasMessage(reason));
    }

    private JWTClaimsSet.Builder access() {
        return claims().claim("token_use", "access").claim("client_id", CLIENT);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(USER)
                .issueTime(in(-300))
                .expirationTime(in(3_300));
    }

    @SuppressWarnings("JavaUtilDate") // the library's type
    private Date in(int seconds) {
        return Date.from(clock.instant().plus(Duration.ofSeconds(seconds)));
    }

    private static String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(JWSAlgorithm.RS256, KEY, claims);
    }

    private static String signed(JWSAlgorithm algorithm, RSAKey key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static String signedWithout(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private String hmac(byte[] secret) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(KEY.getKeyID()).build(), access().build());
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static APIGatewayCustomAuthorizerEvent connecting(String offered) {
        return APIGatewayCustomAuthorizerEvent.builder()
                .withMethodArn("arn:connect")
                .withHeaders(offered == null ? Map.of() : Map.of("Sec-WebSocket-Protocol", offered))
                .build();
    }

    private static APIGatewayV2CustomAuthorizerEvent asking(String header, String value) {
        return APIGatewayV2CustomAuthorizerEvent.builder()
                .withHeaders(Map.of(header, value))
                .build();
    }

    /** Serves keys, unless it is down. */
    private static final class Issuer implements ResourceRetriever {

        final AtomicInteger fetched = new AtomicInteger();
        volatile JWKSet keys = new JWKSet(KEY);
        volatile boolean down;

        @Override
        public Resource retrieveResource(URL url) throws IOException {
            fetched.incrementAndGet();
            if (down) {
                throw new IOException("down by the test");
            }
            return new Resource(keys.toPublicJWKSet().toString(), "application/json");
        }
    }
}
