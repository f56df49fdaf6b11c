package dev.dragoman.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.ChunkRange;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionEnding;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionResumed;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpeakerTest {

    private static final String SESSION = "golden-eagle-427";

    private final TestServer server = TestServer.start();
    private final AtomicInteger tokens = new AtomicInteger();
    private final List<ServerMessage> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsATalkFromItsCreationToItsEnd() throws Exception {
        // Given
        server.answer(SpeakerTest::good);
        try (Speaker speaker = connect(SpeakerOptions.defaults())) {
            SessionCreated created = get(speaker.createSession("en", null));

            // When
            speaker.send(new byte[] {1, 2});
            speaker.send(new byte[0]);
            speaker.startRecording();
            speaker.send(new byte[] {3});
            SessionOver over = get(speaker.end());

            // Then
            assertThat(created).isEqualTo(new SessionCreated(SESSION, "en"));
            assertThat(over).isEqualTo(new SessionOver(SESSION, 420, 0));
            assertThat(chunks()).containsExactly("0/0 2", "0/1 0", "1/0 1");
            assertThat(server.received(EndSession.class)).containsExactly(new EndSession(SESSION, 2, 1));
            assertThat(speaker.counters()).isEqualTo(new SpeakerCounters(3, 3, 0, 0, 0, 0));
            assertThat(heard).hasAtLeastOneElementOfType(ChunkAcknowledged.class);
        }
    }

    @Test
    void cutsWhatIsTooLargeForAFrameIntoMoreChunks() throws Exception {
        // Given
        server.answer(SpeakerTest::good);
        try (Speaker speaker = connect(SpeakerOptions.defaults())) {
            get(speaker.createSession("en", null));

            // When
            speaker.send(new byte[2 * AudioChunk.MOST_BYTES + 1]);
            get(speaker.end());

            // Then
            assertThat(chunks()).containsExactly("0/0 24000", "0/1 24000", "0/2 1");
            assertThat(server.lengths).allMatch(length -> length <= 32 * 1024);
        }
    }

    @Test
    void sendsAgainWhatTheServerCouldNotTake() throws Exception {
        // Given
        AtomicInteger refusals = new AtomicInteger(3);
        server.answer(message ->
                message instanceof AudioChunk chunk && chunk.sequence() == 1 && refusals.getAndDecrement() > 0
                        ? List.of(problem(ProblemCode.UNAVAILABLE, chunk))
                        : good(message));
        try (Speaker speaker = connect(impatient())) {
            get(speaker.createSession("en", null));

            // When
            speaker.send(new byte[] {1});
            speaker.send(new byte[] {2});
            speaker.send(new byte[] {3});
            get(speaker.end());

            // Then
            assertThat(chunks()).containsExactlyInAnyOrder("0/0 1", "0/1 1", "0/2 1", "0/1 1", "0/1 1", "0/1 1");
            assertThat(speaker.counters()).isEqualTo(new SpeakerCounters(3, 3, 3, 0, 0, 0));
            assertThat(server.received.get(server.received.size() - 1)).isEqualTo(new EndSession(SESSION, 1, 3));
        }
    }

    @Test
    void sendsAgainWhatNothingIsHeardOf() throws Exception {
        // Given
        AtomicInteger mute = new AtomicInteger(1);
        server.answer(
                message -> message instanceof AudioChunk && mute.getAndDecrement() > 0 ? List.of() : good(message));
        try (Speaker speaker = connect(impatient())) {
            get(speaker.createSession("en", null));

            // When
            speaker.send(new byte[] {1});
            get(speaker.end());

            // Then
            assertThat(chunks()).startsWith("0/0 1", "0/0 1");
            assertThat(speaker.counters().acknowledged()).isEqualTo(1);
        }
    }

    @Test
    void repeatsTheEndUntilItIsTaken() throws Exception {
        // Given
        AtomicInteger refusals = new AtomicInteger(2);
        server.answer(message -> message instanceof EndSession end && refusals.getAndDecrement() > 0
                ? List.of(Problem.ofSession(ProblemCode.UNAVAILABLE, "Not now.", end.sessionId())
                        .answering(end))
                : good(message));
        try (Speaker speaker = connect(impatient())) {
            get(speaker.createSession("en", null));

            // When
            SessionOver over = get(speaker.end());

            // Then
            assertThat(over.sessionId()).isEqualTo(SESSION);
            assertThat(server.received(EndSession.class)).hasSize(3).containsOnly(new EndSession(SESSION, 0, 0));
        }
    }

    @Test
    void sendsNothingMoreOfARecordingThatIsNoWebm() throws Exception {
        // Given
        server.answer(message -> message instanceof AudioChunk chunk && chunk.recording() == 0
                ? List.of(problem(ProblemCode.UNSUPPORTED_AUDIO, chunk))
                : good(message));
        try (Speaker speaker = connect(SpeakerOptions.defaults())) {
            get(speaker.createSession("en", null));
            speaker.send(new byte[] {1, 2, 3, 4});
            await().until(() -> speaker.counters().refused() == 1);

            // When
            speaker.send(new byte[] {5});
            speaker.startRecording();
            speaker.send(new byte[] {6});
            get(speaker.end());

            // Then
            assertThat(chunks()).containsExactly("0/0 4", "1/0 1");
            assertThat(speaker.counters()).isEqualTo(new SpeakerCounters(3, 1, 0, 0, 2, 0));
            assertThat(heard).hasAtLeastOneElementOfType(Problem.class);
        }
    }

    @Test
    void keepsTheNumberOfAChunkThatNeverCame() throws Exception {
        // Given
        server.answer(SpeakerTest::good);
        try (Speaker speaker = connect(SpeakerOptions.defaults())) {
            get(speaker.createSession("en", null));

            // When
            speaker.skip();
            speaker.send(new byte[] {1});
            get(speaker.end());

            // Then
            assertThat(chunks()).containsExactly("0/1 1");
            assertThat(server.received(EndSession.class)).containsExactly(new EndSession(SESSION, 1, 2));
            assertThat(speaker.counters()).isEqualTo(new SpeakerCounters(2, 1, 0, 1, 0, 0));
        }
    }

    @Test
    void aProblemWithTheAudioThatComesLateDoesNotFailTheEnd() throws Exception {
        // Given
        Problem damaged = Problem.ofSession(ProblemCode.DAMAGED_AUDIO, "A part is damaged.", SESSION);
        server.answer(message -> message instanceof EndSession
                ? List.of(damaged, new SessionEnding(SESSION), new SessionOver(SESSION, 420, 0))
                : good(message));
        try (Speaker speaker = connect(SpeakerOptions.defaults())) {
            get(speaker.createSession("en", null));

            // When
            SessionOver over = get(speaker.end());

            // Then
            assertThat(over).isEqualTo(new SessionOver(SESSION, 420, 0));
            assertThat(heard).contains(damaged);
        }
    }

    @Test
    void saysWhyASessionWasRefused() throws Exception {
        // Given
        server.answer(message -> List.of(Problem.ofField(
                        ProblemCode.UNSUPPORTED_LANGUAGE, "The language is not offered.", "sourceLanguage", "one of en")
                .answering(message)));
        try (Speaker speaker = connect(SpeakerOptions.defaults())) {

            // When
            CompletableFuture<SessionCreated> created = speaker.createSession("tlh", null);

            // Then
            assertThatThrownBy(() -> get(created))
                    .cause()
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("The language is not offered. Accepted: one of en.");
        }
    }

    @Test
    void failsWhatWaitsWhenTheConnectionIsLostBeforeThereIsASession() throws Exception {
        // Given
        try (Speaker speaker = connect(SpeakerOptions.defaults())) {
            CompletableFuture<SessionCreated> created = speaker.createSession("en", null);
            await().until(() -> !server.received(CreateSession.class).isEmpty());

            // When
            server.cut();

            // Then
            assertThatThrownBy(() -> get(created)).cause().isInstanceOf(ConnectionLostException.class);
        }
    }

    @Test
    void comesBackByItselfAndSendsWhatTheServerDoesNotHave() throws Exception {
        // Given: of three chunks, the server has two and has said so of one
        AtomicInteger answers = new AtomicInteger(1);
        server.answer(
                message -> message instanceof AudioChunk && answers.getAndDecrement() <= 0 ? List.of() : good(message));
        try (Speaker speaker = connect(SpeakerOptions.defaults())) {
            get(speaker.createSession("en", null));
            speaker.send(new byte[] {1});
            await().until(() -> speaker.counters().acknowledged() == 1);
            speaker.send(new byte[] {2});
            speaker.send(new byte[] {3});
            await().until(() -> chunks().size() == 3);

            // When
            server.answer(message -> message instanceof RefreshConnection
                    ? List.of(new SessionResumed(SESSION, SessionPhase.LIVE, List.of(new ChunkRange(0, 1, 1))))
                    : good(message));
            server.cut();
            await().until(() -> !server.received(RefreshConnection.class).isEmpty());
            speaker.send(new byte[] {4});
            get(speaker.end());

            // Then
            assertThat(chunks()).containsExactly("0/0 1", "0/1 1", "0/2 1", "0/2 1", "0/3 1");
            assertThat(server.received(RefreshConnection.class))
                    .containsExactly(new RefreshConnection(SESSION, null, new ChunkPlace(0, 1)));
            assertThat(speaker.counters()).isEqualTo(new SpeakerCounters(4, 4, 1, 0, 0, 0));
            assertThat(server.offered).containsExactly(List.of("dragoman", "token.1"), List.of("dragoman", "token.2"));
        }
    }

    @Test
    void doesNotComeBackToASessionThatSomebodyElseHasEnded() throws Exception {
        // Given
        server.answer(SpeakerTest::good);
        try (Speaker speaker = connect(SpeakerOptions.defaults())) {
            get(speaker.createSession("en", null));

            // When
            server.answer(message -> List.of(Problem.of(ProblemCode.SESSION_ENDED, "The session is over.")
                    .answering(message)));
            server.cut();

            // Then
            await().untilAsserted(() -> assertThatThrownBy(() -> speaker.send(new byte[] {1}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(ProblemException.class));
            assertThatThrownBy(() -> get(speaker.end())).cause().isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void isRefusedAtTheDoorWithoutAGoodToken() {
        // Given
        server.refusal.set(401);

        // When
        CompletableFuture<Speaker> connected = Speaker.connect(server.address(), TokenSource.of("bad"), message -> {});

        // Then
        assertThatThrownBy(() -> get(connected)).hasStackTraceContaining("401");
    }

    @Test
    void failsToConnectWhereNobodyListens() {
        // Given
        URI address = server.address();
        server.close();

        // When
        CompletableFuture<Speaker> connected = Speaker.connect(address, TokenSource.anonymous(), message -> {});

        // Then
        assertThatThrownBy(() -> get(connected)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void passesOverWhatItDoesNotKnow() throws Exception {
        // Given
        server.answer(SpeakerTest::good);
        try (Speaker speaker = connect(SpeakerOptions.defaults())) {
            get(speaker.createSession("en", null));

            // When
            server.sayText("{\"message\":\"Internal server error\",\"connectionId\":\"a\",\"requestId\":\"b\"}");
            server.sayText("{\"type\":\"listenerCount\",\"es\":3}");
            server.sayText("no JSON");
            speaker.send(new byte[] {1});
            SessionOver over = get(speaker.end());

            // Then
            assertThat(over.gaps()).isZero();
        }
    }

    private Speaker connect(SpeakerOptions options) throws Exception {
        return get(Speaker.connect(
                Transport.shared(),
                server.address(),
                () -> CompletableFuture.completedFuture(Optional.of("token." + tokens.incrementAndGet())),
                options,
                Clock.systemUTC(),
                heard::add));
    }

    /** As patient as a test. */
    private static SpeakerOptions impatient() {
        return SpeakerOptions.defaults().withTimes(Duration.ofMillis(200), Duration.ofMillis(1), Duration.ofMillis(10));
    }

    /** What a server says to whom everything is right. */
    private static List<ServerMessage> good(ClientMessage message) {
        Function<AudioChunk, ServerMessage> acknowledged =
                chunk -> new ChunkAcknowledged(chunk.sessionId(), chunk.recording(), chunk.sequence());
        if (message instanceof CreateSession create) {
            return List.of(new SessionCreated(SESSION, create.sourceLanguage()));
        }
        if (message instanceof AudioChunk chunk) {
            return List.of(acknowledged.apply(chunk));
        }
        return List.of(new SessionEnding(SESSION), new SessionOver(SESSION, 420, 0));
    }

    private static Problem problem(ProblemCode code, AudioChunk chunk) {
        return new Problem(code, "No.", null, null, null, chunk.sessionId(), chunk.recording(), chunk.sequence(), null);
    }

    private List<String> chunks() {
        return server.received(AudioChunk.class).stream()
                .map(chunk -> chunk.recording() + "/" + chunk.sequence() + " " + chunk.data().length)
                .toList();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }
}
