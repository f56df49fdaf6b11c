package dev.dragoman.local.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.dragoman.local.http.LoopbackJetty;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssuerPagesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LocalIssuer issuer =
            new LocalIssuer(URI.create("http://127.0.0.1:8080/issuer"), Clock.fixed(NOW, ZoneOffset.UTC));
    private final LoopbackJetty server = LoopbackJetty.named("issuer-test", 0);

    @BeforeEach
    void start() {
        server.start(new IssuerPages(issuer));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void signsInWithATokenOfCognitosShapeThatItsKeysVerify() throws Exception {
        // When
        String token = new SignIn(server.endpoint(), "ada")
                .token()
                .get(10, TimeUnit.SECONDS)
                .orElseThrow();
        JWKSet keys = JWKSet.parse(send("GET", "/issuer/.well-known/jwks.json").body());

        // Then
        SignedJWT read = SignedJWT.parse(token);
        assertThat(read.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(read.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        assertThat(keys.containsNonPublicKeys()).isFalse();
        var claims = read.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("http://127.0.0.1:8080/issuer");
        assertThat(claims.getStringClaim("client_id")).isEqualTo(LocalIssuer.CLIENT_ID);
        assertThat(claims.getStringClaim("token_use")).isEqualTo("access");
        assertThat(claims.getStringClaim("username")).isEqualTo("ada");
        assertThat(claims.getExpirationTime()).isEqualTo(NOW.plusSeconds(3_600));
        assertThat(claims.getSubject())
                .isEqualTo(issuer.claims("ada").build().getSubject())
                .isNotEqualTo(issuer.claims("bob").build().getSubject());
    }

    @Test
    void signsNobodyInForAPageThatIsNotOfThisMachine() throws Exception {
        assertThat(send("POST", "/issuer/token?user=ada", "Origin", "https://example.com")
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> here = send("POST", "/issuer/token?user=ada", "Origin", "http://localhost:5173");
        assertThat(here.statusCode()).isEqualTo(200);
        assertThat(here.headers().firstValue("access-control-allow-origin")).hasValue("http://localhost:5173");
    }

    @Test
    void saysWhatAUserMayBeCalled() throws Exception {
        assertThat(send("POST", "/issuer/token?user=a%20b").statusCode()).isEqualTo(400);
        assertThat(send("POST", "/issuer/token").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/issuer/token?user=ada").statusCode()).isEqualTo(405);
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
