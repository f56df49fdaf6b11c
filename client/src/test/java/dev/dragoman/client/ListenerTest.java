package dev.dragoman.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.MissedInterpretations;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.SessionJoined;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.Skipped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerTest {

    private static final String SESSION = "golden-eagle-427";
    private static final SessionOver OVER = new SessionOver(SESSION, 9_000, 0);

    private final TestServer server = TestServer.start();
    private final Events events = new Events();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void hearsEverythingThatIsAnnouncedAndThenFinishes() throws Exception {
        // Given
        try (Listener listener = joined()) {
            server.objects.put("/1.mp3", new byte[] {1});
            server.objects.put("/2.mp3", new byte[] {2, 2});

            // When
            server.say(new Caption(SESSION, "es", 0, 900, "Hola", true, null));
            server.say(audio(0, "/1.mp3"));
            server.say(new Skipped(SESSION, "es", 3_000, 4_000, "LATE"));
            server.say(audio(5_000, "/2.mp3"));
            server.say(OVER);

            // Then
            assertThat(get(listener.finished())).isEqualTo(OVER);
            assertThat(events.heard)
                    .extracting(audio -> audio.mediaStartMillis() + " " + audio.bytes().length)
                    .containsExactlyInAnyOrder("0 1", "5000 2");
            assertThat(events.heard).allMatch(audio -> !audio.completeAt().isBefore(audio.announcedAt()));
            assertThat(events.captions).containsExactly("Hola");
            assertThat(events.skipped).containsExactly(3_000L);
        }
    }

    @Test
    void hearsWhatIsAnnouncedTwiceOnce() throws Exception {
        // Given
        try (Listener listener = joined()) {
            server.objects.put("/1.mp3", new byte[] {1});

            // When
            server.say(audio(0, "/1.mp3"));
            server.say(audio(0, "/1.mp3?presigned=again"));
            server.say(OVER);
            get(listener.finished());

            // Then
            assertThat(events.heard).hasSize(1);
            assertThat(server.downloads).hasValue(1);
        }
    }

    @Test
    void hearsWhatComesAgainWithOtherBordersOnlyAsFarAsItIsNew() throws Exception {
        // Given
        try (Listener listener = joined()) {
            server.objects.put("/1.mp3", new byte[] {1});

            // When: 0 to 4 s, and after a failure of the job from 2 s on again
            server.say(audio(0, 2_000, "/1.mp3"));
            server.say(audio(2_000, 4_000, "/1.mp3"));
            server.say(audio(1_500, 3_500, "/1.mp3"));
            server.say(audio(3_500, 6_000, "/1.mp3"));
            server.say(OVER);
            get(listener.finished());

            // Then
            assertThat(events.heard)
                    .extracting(HeardAudio::mediaStartMillis)
                    .containsExactlyInAnyOrder(0L, 2_000L, 3_500L);
        }
    }

    @Test
    void showsEachFinalCaptionOnceAndNoPartialOneBehindIt() throws Exception {
        // Given
        try (Listener listener = joined()) {

            // When
            server.say(caption(0, 500, "Ho", true));
            server.say(caption(0, 900, "Hola", false));
            server.say(caption(0, 900, "Hola", false));
            server.say(caption(100, 700, "ola", true));
            server.say(caption(50, 900, "Hola", false));
            server.say(caption(900, 1_200, "a to", true));
            server.say(OVER);
            get(listener.finished());

            // Then
            assertThat(events.captions).containsExactly("Ho", "Hola", "a to");
        }
    }

    @Test
    void isToldOfEachMarkerOnceAndOfNoneForWhatIsHeard() throws Exception {
        // Given
        try (Listener listener = joined()) {
            server.objects.put("/1.mp3", new byte[] {1});

            // When
            server.say(new Skipped(SESSION, "es", 0, 900, "LATE"));
            server.say(new Skipped(SESSION, "es", 0, 900, "LATE"));
            server.say(audio(1_000, "/1.mp3"));
            server.say(new Skipped(SESSION, "es", 1_000, 1_900, "LATE"));
            server.say(OVER);
            get(listener.finished());

            // Then
            assertThat(events.skipped).containsExactly(0L);
            assertThat(events.heard).hasSize(1);
        }
    }

    @Test
    void triesAgainWhenADownloadFails() throws Exception {
        // Given
        try (Listener listener = joined()) {
            server.objects.put("/1.mp3", new byte[] {1});
            server.failingDownloads.set(2);

            // When
            server.say(audio(0, "/1.mp3"));
            server.say(OVER);
            get(listener.finished());

            // Then
            assertThat(events.heard).hasSize(1);
            assertThat(server.downloads).hasValue(3);
        }
    }

    @Test
    void saysWhatItCouldNotHaveAndFinishesAllTheSame() throws Exception {
        // Given
        try (Listener listener = joined()) {

            // When
            server.say(audio(0, "/gone.mp3"));
            server.say(audio(1_000, "/not an address"));
            server.say(OVER);
            get(listener.finished());

            // Then
            assertThat(events.heard).isEmpty();
            assertThat(events.missed)
                    .anySatisfy(missed -> assertThat(missed).startsWith("0 ").contains("status 404"))
                    .anySatisfy(missed -> assertThat(missed).startsWith("1000 ").contains("the address is none"));
        }
    }

    @Test
    void fetchesMoreThanAFewInTurn() throws Exception {
        // Given
        try (Listener listener = joined()) {
            server.objects.put("/1.mp3", new byte[] {1});

            // When
            for (int i = 0; i < 50; i++) {
                server.say(audio(i * 1_000L, "/1.mp3"));
            }
            server.say(OVER);
            get(listener.finished());

            // Then
            assertThat(events.heard).hasSize(50);
        }
    }

    @Test
    void putsAMessageTogetherThatCameInFrames() throws Exception {
        // Given
        try (Listener listener = joined()) {

            // When
            server.sayInFragments(new Caption(SESSION, "es", 0, 900, "Buenos días a todos", false, "Good morning"));

            // Then
            await().untilAsserted(() -> assertThat(events.captions).containsExactly("Buenos días a todos"));
            assertThat(listener.finished()).isNotDone();
        }
    }

    @Test
    void saysWhyItCouldNotJoin() throws Exception {
        // Given
        server.answer(message -> List.of(Problem.of(ProblemCode.SESSION_NOT_FOUND, "There is no such session.")
                .answering(message)));
        try (Listener listener = get(Listener.connect(server.address(), events))) {

            // When
            CompletableFuture<SessionJoined> joined = listener.join(SESSION, "es");

            // Then
            assertThatThrownBy(() -> get(joined)).cause().hasMessage("There is no such session.");
        }
    }

    @Test
    void failsWhenTheConnectionIsLostBeforeItHasJoined() throws Exception {
        // Given
        try (Listener listener = get(Listener.connect(server.address(), events))) {
            await().until(() -> server.connections() == 1);

            // When
            server.cut();

            // Then
            assertThatThrownBy(() -> get(listener.finished())).cause().isInstanceOf(ConnectionLostException.class);
        }
    }

    @Test
    void comesBackByItselfAndFetchesWhatItMissed() throws Exception {
        // Given
        server.objects.put("/1.mp3", new byte[] {1});
        try (Listener listener = joined()) {
            server.say(audio(50_000, "/1.mp3"));
            await().until(() -> !events.heard.isEmpty());

            // When
            server.missed.set(new MissedInterpretations(
                    SESSION,
                    "es",
                    List.of(audio(50_000, "/1.mp3"), audio(60_000, "/1.mp3")),
                    List.of(new Skipped(SESSION, "es", 70_000, 71_000, "LATE")),
                    List.of(caption(60_000, 60_900, "Hola", false), caption(80_000, 81_000, "Leído", false))));
            server.cut();
            await().until(() -> server.askedForMissed.size() == 2);
            server.say(audio(60_000, "/1.mp3"));
            server.say(OVER);
            get(listener.finished());

            // Then
            assertThat(server.received(RefreshConnection.class))
                    .containsExactly(new RefreshConnection(SESSION, "ticket", null));
            assertThat(server.askedForMissed)
                    .containsExactly(
                            "/audio/golden-eagle-427/es?since=49999 ticket",
                            "/audio/golden-eagle-427/es?since=49999 ticket");
            assertThat(events.heard).extracting(HeardAudio::mediaStartMillis).containsExactly(50_000L, 60_000L);
            assertThat(events.skipped).containsExactly(70_000L);
            assertThat(events.captions).containsExactly("Hola", "Leído", "Hola");
        }
    }

    private Listener joined() throws Exception {
        server.answer(message -> message instanceof JoinSession || message instanceof RefreshConnection
                ? List.of(new SessionJoined(SESSION, "es", "en", SessionPhase.LIVE, "ticket"))
                : List.of());
        Listener listener = get(Listener.connect(server.address(), events));
        assertThat(get(listener.join(SESSION, "es")))
                .isEqualTo(new SessionJoined(SESSION, "es", "en", SessionPhase.LIVE, "ticket"));
        return listener;
    }

    private Audio audio(long mediaStart, String path) {
        return audio(mediaStart, mediaStart + 900, path);
    }

    private Audio audio(long mediaStart, long mediaEnd, String path) {
        return new Audio(SESSION, "es", mediaStart, mediaEnd, 800, server.urlOf(path), "Hola", "Hello");
    }

    private static Caption caption(long mediaStart, long mediaEnd, String text, boolean partial) {
        return new Caption(SESSION, "es", mediaStart, mediaEnd, text, partial, null);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static final class Events implements ListenerEvents {
        final List<HeardAudio> heard = new CopyOnWriteArrayList<>();
        final List<String> captions = new CopyOnWriteArrayList<>();
        final List<Long> skipped = new CopyOnWriteArrayList<>();
        final List<String> missed = new CopyOnWriteArrayList<>();

        @Override
        public void caption(Caption caption) {
            captions.add(caption.text());
        }

        @Override
        public void audio(HeardAudio audio) {
            heard.add(audio);
        }

        @Override
        public void missed(Audio audio, String reason) {
            missed.add(audio.mediaStartMillis() + " " + reason);
        }

        @Override
        public void skipped(Skipped message) {
            skipped.add(message.mediaStartMillis());
        }
    }
}
