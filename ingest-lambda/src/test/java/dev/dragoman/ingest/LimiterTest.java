package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.protocol.AskSessionStatus;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionJoined;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is too much is refused with the time to wait, and costs little. */
class LimiterTest {

    private final Ingest ingest = new Ingest();

    @Test
    void joinsInABurstFromOneAddressAreRefusedForTheRestOfTheMinute() {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1), null, 100_000);
        ingest.clock.goOn(Duration.ofSeconds(20));

        // When
        int joined = 0;
        Problem last = null;
        for (int i = 0; i < 1_000; i++) {
            ServerMessage answer = ingest.say("burst" + i, new JoinSession(Ingest.SESSION, "es"));
            if (answer instanceof SessionJoined) {
                joined++;
            } else {
                last = (Problem) answer;
            }
        }

        // Then: and those who are over cost no more writes
        assertThat(joined).isEqualTo(600);
        assertThat(last.code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(last.retryAfterSeconds()).isEqualTo(40);
        assertThat(last.action()).isEqualTo("joinSession");
        assertThat(ingest.limits.writes).hasValue(601);
        assertThat(ingest.limits.counts.keySet()).noneMatch(key -> key.contains(Ingest.ADDRESS));
        ingest.clock.goOn(Duration.ofSeconds(40));
        assertThat(ingest.say("later", new JoinSession(Ingest.SESSION, "es"))).isInstanceOf(SessionJoined.class);
    }

    @Test
    void aUserMakesSoManySessionsInAnHour() {
        // Given
        for (int i = 0; i < 20; i++) {
            assertThat(ingest.say("s" + i, Ingest.OWNER, new CreateSession("en", null)))
                    .isInstanceOf(SessionCreated.class);
        }

        // When
        ServerMessage refused = ingest.say("more", Ingest.OWNER, new CreateSession("en", null));
        ServerMessage another = ingest.say("other", "another", new CreateSession("en", null));
        ingest.clock.goOn(Duration.ofHours(1));
        ServerMessage later = ingest.say("later", Ingest.OWNER, new CreateSession("en", null));

        // Then
        assertThat(((Problem) refused).code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(((Problem) refused).retryAfterSeconds()).isEqualTo(3_600);
        assertThat(another).isInstanceOf(SessionCreated.class);
        assertThat(later).isInstanceOf(SessionCreated.class);
        assertThat(ingest.sessions.items).hasSize(22);
    }

    @Test
    void tenThousandChunksInASecondAreCutOffAndAChunkCostsNoWrite() {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
        byte[] data = new byte[100];

        // When
        int taken = 0;
        Problem last = null;
        for (int i = 1; i <= 10_000; i++) {
            if (i <= 1_000 && i % 25 == 0) {
                ingest.clock.goOn(Duration.ofSeconds(1));
            }
            ServerMessage answer = ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, i, 1, data));
            if (answer instanceof ChunkAcknowledged) {
                taken++;
            } else {
                last = (Problem) answer;
            }
        }

        // Then
        assertThat(taken).isEqualTo(840);
        assertThat(last.code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(last.sequence()).isEqualTo(10_000);
        assertThat(last.retryAfterSeconds()).isEqualTo(1);
        assertThat(ingest.chunks.puts).hasValue(840);
        assertThat(ingest.limits.writes).hasValueLessThanOrEqualTo(840 / 16);
    }

    @Test
    void noMoreChunksComeInASecondThanAnOutageLeaves() {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));

        // When
        List<ServerMessage> answers = new ArrayList<>();
        for (int i = 1; i <= 31; i++) {
            answers.add(ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, i, 1, new byte[1])));
        }
        ingest.clock.goOn(Duration.ofSeconds(1));
        ServerMessage later = ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, 31, 1, new byte[1]));

        // Then
        assertThat(answers.subList(0, 30)).allMatch(ChunkAcknowledged.class::isInstance);
        Problem refused = (Problem) answers.get(30);
        assertThat(refused.code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(refused.retryAfterSeconds()).isEqualTo(1);
        assertThat(ingest.chunks.puts).hasValue(31);
        assertThat(later).isInstanceOf(ChunkAcknowledged.class);
    }

    @Test
    void bytesAreCountedLikeChunks() {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
        byte[] data = new byte[AudioChunk.MOST_BYTES];

        // When
        int taken = 0;
        for (int i = 1; i <= 400; i++) {
            if (i % 25 == 0) {
                ingest.clock.goOn(Duration.ofSeconds(1));
            }
            taken += ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, i, 1, data)) instanceof ChunkAcknowledged
                    ? 1
                    : 0;
        }

        // Then
        assertThat(taken).isEqualTo(8_000_000 / AudioChunk.MOST_BYTES);
    }

    @Test
    void whatOtherInstancesTookCounts() {
        // Given: another instance has taken all of it in this minute
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
        long minute = ingest.clock.millis() / 60_000 * 60;
        ingest.limits.counts.put("chunks#" + Ingest.SESSION + "#" + minute, 840L);

        // When
        int taken = 0;
        for (int i = 1; i <= 100; i++) {
            taken += ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, i, 1, new byte[1]))
                            instanceof ChunkAcknowledged
                    ? 1
                    : 0;
        }

        // Then
        assertThat(taken).isEqualTo(ChunkAllowance.CHUNKS_AT_ONCE + 1);
    }

    @Test
    void whoSpeaksInRealTimeCostsTheTableNothing() {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));

        // When: three minutes of chunks of a quarter of a second, the first ones late and at once
        for (int i = 1; i <= 3 * 240; i++) {
            if (i > 8) {
                ingest.clock.goOn(Duration.ofMillis(250));
            }
            assertThat(ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, i, 1, new byte[1_000])))
                    .isInstanceOf(ChunkAcknowledged.class);
        }

        // Then
        assertThat(ingest.limits.writes).hasValue(0);
    }

    @Test
    void whoAsksForTheStatusAllTheTimeIsRefused() {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));

        // When
        ServerMessage last = null;
        for (int i = 0; i <= Limits.STATUS_PER_MINUTE; i++) {
            last = ingest.say("speaker", new AskSessionStatus(Ingest.SESSION));
        }
        ServerMessage another = ingest.say("listener", new AskSessionStatus(Ingest.SESSION));
        ingest.clock.goOn(Duration.ofMinutes(1));
        ServerMessage later = ingest.say("speaker", new AskSessionStatus(Ingest.SESSION));

        // Then
        assertThat(((Problem) last).code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(((Problem) last).retryAfterSeconds()).isEqualTo(60);
        assertThat(another).isInstanceOf(SessionStatus.class);
        assertThat(later).isInstanceOf(SessionStatus.class);
        assertThat(ingest.limits.writes).hasValue(0);
    }

    @Test
    void everythingIsAllowedWhileTheTableIsGone() {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1), null, 100_000);
        ingest.limits.faults.refuseNext(Integer.MAX_VALUE);

        // When, then
        for (int i = 0; i < 700; i++) {
            assertThat(ingest.say("burst" + i, new JoinSession(Ingest.SESSION, "es")))
                    .isInstanceOf(SessionJoined.class);
        }
    }

    @Test
    void passcodesCannotBeTriedForLong() throws Exception {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1), "open sesame", 100);

        // When
        ProblemCode[] codes = new ProblemCode[12];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = ((Problem) ingest.say("guess" + i, new JoinSession(Ingest.SESSION, "es", "guess " + i))).code();
        }
        ServerMessage right = ingest.say("right", new JoinSession(Ingest.SESSION, "es", "open sesame"));
        ingest.clock.goOn(Duration.ofMinutes(1));
        ServerMessage later = ingest.say("later", new JoinSession(Ingest.SESSION, "es", "open sesame"));

        // Then: not even the right one is tried any more
        assertThat(codes[9]).isEqualTo(ProblemCode.WRONG_PASSCODE);
        assertThat(codes[10]).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(((Problem) right).code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(later).isInstanceOf(SessionJoined.class);
    }

    @Test
    void aRoomThatKnowsThePasscodeIsNoGuessing() {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1), "open sesame", 1_000);

        // When, then
        for (int i = 0; i < 300; i++) {
            assertThat(ingest.say("room" + i, new JoinSession(Ingest.SESSION, "es", "open sesame")))
                    .isInstanceOf(SessionJoined.class);
        }
        assertThat(ingest.limits.counts.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("guesses"))
                        .mapToLong(entry -> entry.getValue()))
                .containsOnly(0L);
    }

    @Test
    void oneWhoKnowsThePasscodeIsLetInByEveryInstanceHoweverManyGuess() {
        // Given: one instance saw that it is right, at another somebody guesses
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1), "open sesame", 100);
        Routes another = new Routes(ingest.services, Ingest.CONFIGURATION);
        ingest.say("first", new JoinSession(Ingest.SESSION, "es", "open sesame"));
        for (int i = 0; i < 20; i++) {
            ingest.say("guess" + i, new JoinSession(Ingest.SESSION, "es", "guess " + i));
        }

        // When
        ServerMessage answer = another.message(
                new Caller("second", null, Ingest.ADDRESS),
                ProtocolJson.write(new JoinSession(Ingest.SESSION, "es", "open sesame")));

        // Then
        assertThat(answer).isInstanceOf(SessionJoined.class);
    }

    @Test
    void passcodesCannotBeTriedForLongWhileTheTableIsGone() throws Exception {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1), "open sesame", 100);
        ingest.limits.faults.refuseNext(Integer.MAX_VALUE);

        // When
        ServerMessage last = null;
        for (int i = 0; i < 11; i++) {
            last = ingest.say("guess" + i, new JoinSession(Ingest.SESSION, "es", "guess " + i));
        }

        // Then
        assertThat(((Problem) last).code()).isEqualTo(ProblemCode.RATE_LIMITED);
    }

    @Test
    void aTableThatDoesNotAnswerIsLeftAloneForAWhile() {
        // Given
        AtomicInteger asked = new AtomicInteger();
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
        ingest.limits.faults.slowBy(asked::incrementAndGet);
        ingest.limits.faults.loseAnswerOfNext(1);

        // When
        ingest.say("a", new JoinSession(Ingest.SESSION, "es"));
        ingest.say("b", new JoinSession(Ingest.SESSION, "es"));
        int meanwhile = asked.get();
        ingest.clock.goOn(SparingLimitTable.PAUSE);
        ingest.say("c", new JoinSession(Ingest.SESSION, "es"));

        // Then
        assertThat(meanwhile).isEqualTo(1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void goingOnAgainAndAgainUsesUpWhatASessionMaySend() {
        // Given: a minute's worth of chunks is there
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
        for (int i = 1; i <= 240; i++) {
            if (i % 25 == 0) {
                ingest.clock.goOn(Duration.ofSeconds(1));
            }
            ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, i, 1, new byte[1]));
        }
        ingest.events.events.clear();

        // When
        for (int i = 0; i < 100; i++) {
            ingest.say("tunnel" + i, Ingest.OWNER, new RefreshConnection(Ingest.SESSION, null, new ChunkPlace(0, 0)));
        }

        // Then
        assertThat(ingest.events.events).hasSize(2 * 240);
    }

    @Test
    void readingOverHttpIsLimited() {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
        for (int i = 0; i < 600; i++) {
            ingest.request("GET", "/sessions/" + Ingest.SESSION, null, null, null, null);
        }

        // When, then
        assertThat(ingest.request("GET", "/audio/" + Ingest.SESSION + "/es", null, null, null, null)
                        .getStatusCode())
                .isEqualTo(429);
    }

    @Test
    void guessesFromManyAddressesAreCountedForTheSession() {
        // Given
        Limiter limiter = new Limiter(
                ingest.limits, Limits.defaults(), new KeyedHash(new byte[16]), ingest.services.metrics(), ingest.clock);

        // When
        for (int i = 0; i < 100; i++) {
            int host = i;
            assertThatCode(() -> limiter.guess(Ingest.SESSION, "203.0.113." + host))
                    .doesNotThrowAnyException();
        }

        // Then
        assertThatThrownBy(() -> limiter.guess(Ingest.SESSION, "198.51.100.1"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("RATE_LIMITED");
    }

    @Test
    void aSessionIsFullAtItsLimitAndWhoListensMayJoinAgain() {
        // Given: one listens already
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1), null, 3);

        // When
        ServerMessage second = ingest.say("second", new JoinSession(Ingest.SESSION, "es"));
        ServerMessage third = ingest.say("third", new JoinSession(Ingest.SESSION, "fr"));
        ServerMessage fourth = ingest.say("fourth", new JoinSession(Ingest.SESSION, "fr"));
        ServerMessage again = ingest.say("second", new JoinSession(Ingest.SESSION, "de"));
        ingest.send("$disconnect", "third", null);
        ingest.clock.goOn(ListenerCounts.FULL);
        ServerMessage afterwards = ingest.say("fourth", new JoinSession(Ingest.SESSION, "fr"));

        // Then
        assertThat(second).isInstanceOf(SessionJoined.class);
        assertThat(third).isInstanceOf(SessionJoined.class);
        assertThat(((Problem) fourth).code()).isEqualTo(ProblemCode.SESSION_FULL);
        assertThat(again).isInstanceOf(SessionJoined.class);
        assertThat(afterwards).isInstanceOf(SessionJoined.class);
    }
}
