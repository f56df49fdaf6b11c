package dev.dragoman.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.dragoman.local.calls.CallsAreListed;
import dev.dragoman.local.issuer.LocalIssuer;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.PauseSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ResumeSession;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionAccess;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionJoined;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody who means no good can try, through the real gateway and the real handlers: each try is
 * refused with its code, and who is not hit does not notice. The floods come last: they use up what
 * this address may do in a minute.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(CallsAreListed.class)
class AccessITCase {

    /** What is promised of a session that nothing happens to, on a machine that is being flooded. */
    /** After so long nothing more comes. */
    private static final int QUIET_SECONDS = 8;

    /** As for a talk without pauses; the flood's sender has the same cores here. */
    private static final long HEARD_P95_MILLIS = 6_000;

    private static final int JOINS = 1_300;

    private static final String PASSCODE = "open sesame";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static LocalSystem system;

    @BeforeAll
    static void start() throws Exception {
        system = LocalSystem.start(LocalSystem.Settings.onFreePorts());
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    @Order(1)
    void aBadTokenIsRefusedAtTheDoor() throws JOSEException {
        LocalIssuer issuer = system.issuer();
        LocalIssuer other = new LocalIssuer(issuer.issuer(), Clock.systemUTC());
        Date longAgo = Date.from(Instant.now().minusSeconds(3_600));
        SignedJWT withPublicKey = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(issuer.publicKey().getKeyID())
                        .build(),
                issuer.claims("eve").build());
        withPublicKey.sign(new MACSigner(issuer.publicKey().toRSAPublicKey().getEncoded()));
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("garbage", "garbage");
        tokens.put("three parts of garbage", "a.b.c");
        tokens.put("another key", other.token("eve"));
        tokens.put(
                "wrong issuer",
                issuer.sign(issuer.claims("eve").issuer("https://example.com").build()));
        tokens.put(
                "wrong client",
                issuer.sign(issuer.claims("eve").claim("client_id", "another").build()));
        tokens.put(
                "wrong use",
                issuer.sign(issuer.claims("eve").claim("token_use", "refresh").build()));
        tokens.put(
                "expired",
                issuer.sign(issuer.claims("eve").expirationTime(longAgo).build()));
        tokens.put("alg none", new PlainJWT(issuer.claims("eve").build()).serialize());
        tokens.put("HS256 with the public key", withPublicKey.serialize());

        tokens.forEach((what, token) -> {
            assertThatThrownBy(() -> SpokenWebSocket.open(system.webSocket(), token))
                    .as(what)
                    .hasStackTraceContaining("401");
            assertThat(post("/sessions", token, "{\"sourceLanguage\":\"en\"}").statusCode())
                    .as(what)
                    .isEqualTo(403);
        });
        assertThat(post("/sessions", null, "{\"sourceLanguage\":\"en\"}").statusCode())
                .isEqualTo(401);
    }

    @Test
    @Order(2)
    void whoHasNoTokenMayListenAndNothingElse() throws Exception {
        try (SpokenWebSocket nobody = SpokenWebSocket.open(system.webSocket(), null)) {
            nobody.say(new CreateSession("en", null));
            assertThat(problem(nobody).code()).isEqualTo(ProblemCode.NOT_SIGNED_IN);

            try (SpokenWebSocket speaker = speaker("owner-1")) {
                String session = created(speaker, null);
                nobody.say(new JoinSession(session, "es"));
                assertThat(nobody.hears()).isInstanceOf(SessionJoined.class);
                nobody.say(new AudioChunk(session, 0, 0, 0, new byte[3]));
                assertThat(problem(nobody).code()).isEqualTo(ProblemCode.NOT_ALLOWED);
            }
        }
    }

    @Test
    @Order(3)
    void anotherUsersSessionIsNotTakenOverAndNotEnded() throws Exception {
        try (SpokenWebSocket owner = speaker("owner-2");
                SpokenWebSocket thief = speaker("thief")) {
            String session = created(owner, null);
            for (var message : List.of(
                    new RefreshConnection(session, null, null),
                    new ResumeSession(session, null),
                    new PauseSession(session, -1, 0),
                    new AudioChunk(session, 0, 0, 0, new byte[3]),
                    new EndSession(session, 0, 0))) {
                thief.say(message);
                assertThat(problem(thief).code()).as(message.action()).isEqualTo(ProblemCode.NOT_ALLOWED);
            }
            assertThat(send("DELETE", "/sessions/" + session, system.issuer().token("thief"), "")
                            .statusCode())
                    .isEqualTo(403);

            // The owner may still speak.
            owner.say(new AudioChunk(session, 0, 0, 0, new byte[0]));
            assertThat(owner.hears(ChunkAcknowledged.class).sequence()).isZero();
        }
    }

    @Test
    @Order(4)
    void aPasscodeIsNotGuessed() throws Exception {
        try (SpokenWebSocket speaker = speaker("owner-3");
                SpokenWebSocket guest = SpokenWebSocket.open(system.webSocket(), null);
                SpokenWebSocket guesser = SpokenWebSocket.open(system.webSocket(), null)) {
            String session = created(speaker, new SessionAccess(PASSCODE, null));
            guest.say(new JoinSession(session, "es", PASSCODE));
            assertThat(guest.hears()).isInstanceOf(SessionJoined.class);
            assertThat(get("/audio/" + session + "/es").statusCode()).isEqualTo(403);

            List<ProblemCode> codes = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                guesser.say(new JoinSession(session, "es", "guess " + i));
                codes.add(problem(guesser).code());
            }

            assertThat(codes).containsOnly(ProblemCode.WRONG_PASSCODE, ProblemCode.RATE_LIMITED);
            // At most ten in a minute, of which there may be two.
            assertThat(codes.stream().filter(ProblemCode.WRONG_PASSCODE::equals))
                    .hasSizeBetween(1, 20);
            assertThat(codes).last().isEqualTo(ProblemCode.RATE_LIMITED);
        }
    }

    @ParameterizedTest
    @Order(5)
    @ValueSource(
            strings = {
                "../../secrets",
                "golden-eagle-427/../other",
                "golden-eagle-427\u0000",
                "gоlden-eagle-427",
                "golden-eagle-４２７",
                "GOLDEN-EAGLE-427",
                " ",
                ""
            })
    void anIdOfAnotherShapeReachesNothing(String id) throws Exception {
        try (SpokenWebSocket speaker = speaker("owner-4")) {
            speaker.say(new JoinSession(id, "es"));
            assertThat(problem(speaker).code()).isIn(ProblemCode.SESSION_NOT_FOUND, ProblemCode.INVALID_FIELD);
            speaker.say(new AudioChunk(id, 0, 0, 0, new byte[1]));
            assertThat(problem(speaker).code()).isIn(ProblemCode.SESSION_NOT_FOUND, ProblemCode.INVALID_FIELD);
            String session = created(speaker, null);
            speaker.say(new JoinSession(session, id));
            assertThat(speaker.hears()).isInstanceOf(Problem.class);
        }
    }

    @ParameterizedTest
    @Order(6)
    @ValueSource(strings = {"%2e%2e", "..%2f..%2fsecrets", "golden-eagle-427%00", "%d0%be", "a%20b"})
    void anAddressOfAnotherShapeReachesNothing(String id) {
        assertThat(get("/audio/" + id + "/es").statusCode()).isBetween(400, 404);
        assertThat(get("/sessions/" + id).statusCode()).isBetween(400, 404);
    }

    @Test
    @Order(7)
    void aMessageOfMoreThan128KilobytesEndsItsConnection() throws Exception {
        try (SpokenWebSocket speaker = speaker("owner-5")) {
            speaker.sayText("x".repeat(129 * 1024));
            assertThat(speaker.closeStatus()).isEqualTo(1009);
        }
    }

    @Test
    @Order(8)
    void floodsAreRefusedAndNobodyElseNotices() throws Exception {
        // Given
        CompletableFuture<Void> speaking = new CompletableFuture<>();
        Speaking bystander = Speaking.begin(
                "bystander",
                system,
                Speech.of(0, 1, 2, 3, 4, 5),
                List.of("es"),
                new MidSentence(1, () -> speaking.complete(null)),
                session -> {});
        speaking.get(60, TimeUnit.SECONDS);

        // When: 10,000 chunks as fast as they go, then more joins than two minutes allow
        Map<ProblemCode, Integer> chunks = new EnumMap<>(ProblemCode.class);
        AtomicInteger acknowledged = new AtomicInteger();
        Map<ProblemCode, Integer> joins = new EnumMap<>(ProblemCode.class);
        try (SpokenWebSocket speaker = speaker("flooder")) {
            String flooded = created(speaker, null);
            for (int i = 1; i <= 10_000; i++) {
                speaker.say(new AudioChunk(flooded, 0, i, 0, new byte[8]));
            }
            count(speaker, 10_000, chunks, acknowledged);
            try (SpokenWebSocket listener = SpokenWebSocket.open(system.webSocket(), null)) {
                for (int i = 0; i < JOINS; i++) {
                    listener.say(new JoinSession(flooded, "es"));
                }
                count(listener, JOINS, joins, new AtomicInteger());
            }
        }

        // Then: a burst may straddle two minutes, and so use what two of them allow
        assertThat(chunks.keySet())
                .contains(ProblemCode.RATE_LIMITED)
                .isSubsetOf(ProblemCode.RATE_LIMITED, ProblemCode.UNAVAILABLE);
        assertThat(acknowledged.get()).isBetween(1, 2 * 840);
        assertThat(joins.keySet())
                .contains(ProblemCode.RATE_LIMITED)
                .isSubsetOf(ProblemCode.RATE_LIMITED, ProblemCode.UNAVAILABLE);
        bystander.keepsItsWords();
        assertThat(bystander.heardMillis("es").p95())
                .as("of %s", bystander.heardEach("es"))
                .isLessThanOrEqualTo(HEARD_P95_MILLIS);
    }

    /**
     * Who sends more than it reads loses answers, here as on AWS: what counts is what came. What the job
     * says of the audio answers nothing.
     */
    private static void count(
            SpokenWebSocket from, int answers, Map<ProblemCode, Integer> problems, AtomicInteger accepted)
            throws InterruptedException {
        for (int heard = 0; heard < answers; ) {
            ServerMessage message = from.hearsWithin(QUIET_SECONDS);
            if (message == null) {
                return;
            }
            if (message instanceof Problem problem && problem.action() != null) {
                problems.merge(problem.code(), 1, Integer::sum);
                if (problem.code() == ProblemCode.RATE_LIMITED) {
                    assertThat(problem.retryAfterSeconds()).isBetween(1, 60);
                }
                heard++;
            } else if (message instanceof ChunkAcknowledged || message instanceof SessionJoined) {
                accepted.incrementAndGet();
                heard++;
            }
        }
    }

    private static SpokenWebSocket speaker(String user) {
        return SpokenWebSocket.open(system.webSocket(), system.issuer().token(user));
    }

    private static String created(SpokenWebSocket speaker, SessionAccess access) throws InterruptedException {
        speaker.say(new CreateSession("en", null, access));
        return speaker.hears(SessionCreated.class).sessionId();
    }

    private static Problem problem(SpokenWebSocket client) throws InterruptedException {
        return client.hears(Problem.class);
    }

    private static HttpResponse<String> get(String path) {
        return send("GET", path, null, "");
    }

    private static HttpResponse<String> post(String path, String token, String body) {
        return send("POST", path, token, body);
    }

    private static HttpResponse<String> send(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + system.webSocket().getAuthority() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
