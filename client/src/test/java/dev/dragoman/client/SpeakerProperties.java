package dev.dragoman.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.Heartbeat;
import dev.dragoman.protocol.MuteSession;
import dev.dragoman.protocol.PauseSession;
import dev.dragoman.protocol.ResumeSession;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.SessionPhase;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;

/** A speaker whose connection, and whose server, can't be relied on. */
class SpeakerProperties {

    private static final Duration TIMESLICE = Duration.ofMillis(250);

    private FakeTime time = new FakeTime();

    @BeforeTry
    void forgetTheOneBefore() {
        time = new FakeTime();
    }

    @Property(tries = 150)
    void everyChunkArrivesWithTheSameBytesWhateverBecomesOfConnections(@ForAll long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Speaker speaker = connected(network, session, random);
        network.lostPercent = random.nextInt(20);
        network.doubledPercent = random.nextInt(50);
        session.unavailablePercent = random.nextInt(20);

        // When: a minute of talk in two recordings, with anything in between
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        for (int i = 0; i < 240; i++) {
            byte[] blob = new byte[random.nextInt(20) == 0 ? AudioChunk.MOST_BYTES + 5 : random.nextInt(40)];
            random.nextBytes(blob);
            (i < 120 ? first : second).writeBytes(blob);
            if (i == 119) {
                speaker.sendLast(blob);
                speaker.startRecording();
            } else {
                speaker.send(blob);
            }
            int event = random.nextInt(60);
            if (event == 0) {
                network.outage(Duration.ofMillis(random.nextInt(20_000)));
            } else if (event == 1) {
                speaker.refresh();
            }
            time.pass(TIMESLICE);
        }
        CompletableFuture<SessionOver> over = speaker.end();
        time.passUntil(() -> session.end != null, Duration.ofMinutes(3));
        network.lostPercent = 0;
        time.pass(Duration.ofSeconds(40));

        // Then
        assertThat(session.changed)
                .as("seed %d: numbers with other bytes", seed)
                .isEmpty();
        assertThat(bytes(session, 0)).as("seed %d: first recording", seed).isEqualTo(first.toByteArray());
        assertThat(bytes(session, 1)).as("seed %d: second recording", seed).isEqualTo(second.toByteArray());
        SpeakerCounters counters = speaker.counters();
        assertThat(counters.acknowledged()).as("seed %d: %s", seed, counters).isEqualTo(counters.sent());
        assertThat(session.end).isNotNull();
        assertThat(session.end.recordings()).isEqualTo(2);
        assertThat(session.end.chunksInLast()).isEqualTo((int) session.chunks.keySet().stream()
                .filter(place -> place.recording() == 1)
                .count());
        assertThat(over.get(5, TimeUnit.SECONDS).sessionId()).isEqualTo(FakeSession.ID);
        speaker.close();
        assertThat(network.open()).isZero();
    }

    @Example
    void whatWasSaidInATunnelIsSentOldestFirstAndNotTooFast() {
        // Given
        Random random = new Random(1);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Speaker speaker = connected(network, session, random);
        speak(speaker, 20);

        // When: 30 s without a network
        network.outage(Duration.ofSeconds(30));
        speak(speaker, 120);
        time.passUntil(
                () -> !session.came.isEmpty() && session.speaker != null && session.came.size() > 25,
                Duration.ofSeconds(10));
        Instant back = time.now();
        int before = session.came.size();
        time.pass(Duration.ofSeconds(1));
        int burst = session.came.size() - before;
        time.passUntil(() -> session.chunks.size() == 140, Duration.ofSeconds(20));

        // Then
        assertThat(burst).as("chunks in the first second").isBetween(20, 60);
        assertThat(Duration.between(back, time.now())).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(8));
        // Those that leave at once may change places on their way.
        int atOnce = 45;
        for (int i = 20 + atOnce; i < session.came.size(); i++) {
            assertThat(session.came.get(i).sequence())
                    .isGreaterThan(session.came.get(i - atOnce).sequence());
        }
    }

    @Example
    void aConnectionThatIsNeitherOpenedNorRefusedIsGivenUp() {
        // Given
        Random random = new Random(3);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Speaker speaker = connected(network, session, random);
        speak(speaker, 4);

        // When
        network.swallowed = 1;
        network.outage(Duration.ZERO);
        speak(speaker, 4);
        time.passUntil(() -> session.chunks.size() == 8, Duration.ofSeconds(15));

        // Then
        assertThat(session.chunks).hasSize(8);
    }

    @Example
    void waitsAsLongAsItIsToldToWhenItIsTooFast() {
        // Given
        Random random = new Random(2);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Speaker speaker = connected(network, session, random);
        session.limitAfter = 10;
        speak(speaker, 11);
        time.pass(Duration.ofMillis(200));
        int came = session.came.size();

        // When
        speak(speaker, 12);
        int meanwhile = session.came.size() - came;
        time.pass(Duration.ofSeconds(5));

        // Then
        assertThat(meanwhile).isLessThanOrEqualTo(1);
        assertThat(session.chunks).hasSize(23);
        assertThat(speaker.counters().acknowledged()).isEqualTo(23);
    }

    @Example
    void keepsTwoMinutesAtMostWhileThereIsNoNetwork() {
        // Given
        Random random = new Random(3);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Speaker speaker = connected(network, session, random);

        // When
        network.outage(Duration.ofSeconds(150));
        speak(speaker, 600);
        time.pass(Duration.ofMinutes(1));

        // Then
        SpeakerCounters counters = speaker.counters();
        assertThat(counters.lost()).isBetween(110L, 145L);
        assertThat(counters.acknowledged()).isEqualTo(600 - counters.lost());
    }

    @Example
    void pausesWhenEverythingIsThereAndSendsWhatFollowsOnceItGoesOn() throws Exception {
        // Given
        Random random = new Random(4);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Speaker speaker = connected(network, session, random);
        speak(speaker, 3);

        // When
        var paused = speaker.pause();
        network.outage(Duration.ofSeconds(2));
        time.pass(Duration.ofSeconds(10));
        var resumed = speaker.resume();
        speaker.send(new byte[] {9});
        time.pass(Duration.ofSeconds(1));
        var muted = speaker.mute(true);
        time.pass(Duration.ofSeconds(1));

        // Then
        assertThat(paused.join().phase()).isEqualTo(SessionPhase.PAUSED);
        assertThat(resumed.join().phase()).isEqualTo(SessionPhase.LIVE);
        assertThat(muted.join().phase()).isEqualTo(SessionPhase.MUTED);
        assertThat(session.asked)
                .contains(new PauseSession(FakeSession.ID, 0, 3), new ResumeSession(FakeSession.ID, null));
        assertThat(session.chunks).hasSize(4);
    }

    @Property(tries = 50)
    void phasesAreAskedForInTheOrderInWhichTheyWereWanted(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Speaker speaker = connected(network, session, random);

        // When: buttons are pressed faster than the server answers
        speaker.send(new byte[] {1});
        var mutings = List.of(speaker.mute(true), speaker.mute(false));
        var paused = speaker.pause();
        var resumed = speaker.resume();
        speaker.send(new byte[] {2});
        var again = speaker.pause();
        time.pass(Duration.ofSeconds(2));

        // Then
        assertThat(session.asked.subList(1, session.asked.size()))
                .containsExactly(
                        new MuteSession(FakeSession.ID, true),
                        new MuteSession(FakeSession.ID, false),
                        new PauseSession(FakeSession.ID, 0, 1),
                        new ResumeSession(FakeSession.ID, new ChunkPlace(0, 1)),
                        new PauseSession(FakeSession.ID, 0, 2));
        assertThat(session.chunks).hasSize(2);
        assertThat(session.phase).isEqualTo(SessionPhase.PAUSED);
        mutings.forEach(CompletableFuture::join);
        assertThat(paused.join().phase()).isEqualTo(SessionPhase.PAUSED);
        assertThat(resumed.join().phase()).isEqualTo(SessionPhase.LIVE);
        assertThat(again.join().phase()).isEqualTo(SessionPhase.PAUSED);
        speaker.close();
    }

    @Property(tries = 50)
    void holesAreFilledBeforeTheyAreGivenUp(@ForAll long seed) {
        // Given: ten seconds in which the server can't take anything
        Random random = new Random(seed);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Speaker speaker = connected(network, session, random);
        speak(speaker, 8);
        session.unavailablePercent = 100;
        speak(speaker, 40);

        // When
        session.unavailablePercent = 0;
        int came = session.came.size();
        time.passUntil(() -> session.came.size() > came, Duration.ofSeconds(6));
        Instant back = time.now();
        time.passUntil(() -> session.chunks.size() == 48, Duration.ofSeconds(20));

        // Then: 40 chunks wait, and 40 and 20 a second may leave
        assertThat(Duration.between(back, time.now())).as("seed %d", seed).isLessThan(Duration.ofSeconds(2));
        speaker.close();
    }

    @Example
    void beatsAndIsRenewedBeforeTheGatewayWouldEndIt() {
        // Given
        Random random = new Random(5);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Speaker speaker = connected(network, session, random);
        FakeNetwork.Wire first = session.speaker;

        // When: nothing is said for an hour and a half
        time.pass(Duration.ofMinutes(90));
        long beats =
                session.asked.stream().filter(it -> it instanceof Heartbeat).count();
        time.pass(Duration.ofSeconds(1));
        boolean both = network.open() == 2;
        time.pass(Duration.ofSeconds(6));

        // Then
        assertThat(beats).isEqualTo(22);
        assertThat(both).isTrue();
        assertThat(first.isOpen()).isFalse();
        assertThat(session.speaker).isNotNull().isNotSameAs(first);
        assertThat(network.open()).isEqualTo(1);
        assertThat(speaker.counters().lost()).isZero();
    }

    @Example
    void givesWayWhenAnotherOneOfTheSameSpeakerKeepsSpeaking() {
        // Given
        Random random = new Random(6);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Speaker one = connected(network, session, random);
        List<Throwable> failures = new ArrayList<>();

        // When: somebody else's connection speaks, whatever this one does
        for (int i = 0; i < 40 && failures.isEmpty(); i++) {
            session.speaker = null;
            try {
                one.send(new byte[] {1});
            } catch (IllegalStateException e) {
                failures.add(e);
            }
            time.pass(TIMESLICE);
        }

        // Then
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0)).hasCauseInstanceOf(ProblemException.class);
        assertThat(network.open()).isZero();
    }

    private Speaker connected(FakeNetwork network, FakeSession session, Random random) {
        CompletableFuture<Speaker> connecting =
                new Speaker(network, time, random, SpeakerOptions.defaults(), message -> {}).connect();
        time.pass(Duration.ofSeconds(1));
        Speaker speaker = connecting.join();
        CompletableFuture<SessionCreated> created = speaker.createSession("en", null);
        time.pass(Duration.ofSeconds(1));
        assertThat(created.join().sessionId()).isEqualTo(FakeSession.ID);
        assertThat(session.speaker).isNotNull();
        return speaker;
    }

    private void speak(Speaker speaker, int chunks) {
        for (int i = 0; i < chunks; i++) {
            speaker.send(new byte[] {(byte) i});
            time.pass(TIMESLICE);
        }
    }

    private static byte[] bytes(FakeSession session, int recording) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        session.chunks.forEach((place, data) -> {
            if (place.recording() == recording) {
                bytes.writeBytes(data);
            }
        });
        return bytes.toByteArray();
    }
}
