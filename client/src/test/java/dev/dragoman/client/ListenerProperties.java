package dev.dragoman.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.MissedInterpretations;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.SessionPhase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;

/** A listener whose connection can't be relied on. */
class ListenerProperties {

    private static final Duration PIECE = Duration.ofSeconds(2);

    private FakeTime time = new FakeTime();
    private final List<Long> heard = new ArrayList<>();
    private final List<String> captions = new ArrayList<>();
    private final List<Connectivity> connectivity = new ArrayList<>();
    private final List<SessionPhase> phases = new ArrayList<>();

    /** What was asked for as missed: the language, and from when on. */
    private final List<String> asked = new ArrayList<>();

    @BeforeTry
    void forgetTheOneBefore() {
        time = new FakeTime();
        heard.clear();
        captions.clear();
        connectivity.clear();
        phases.clear();
        asked.clear();
    }

    @Property(tries = 150)
    void everythingIsHeardOnceWhateverBecomesOfConnections(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        network.doubledPercent = random.nextInt(50);
        Listener listener = joined(network, session, random);

        // When
        int pieces = 60;
        for (int i = 0; i < pieces; i++) {
            session.say(i * 2_000L, i * 2_000L + 2_000);
            int event = random.nextInt(12);
            if (event == 0) {
                network.outage(Duration.ofMillis(random.nextInt(25_000)));
            } else if (event == 1) {
                listener.refresh();
            } else if (event == 2 && random.nextInt(10) == 0) {
                session.forgetTickets();
                network.outage(Duration.ofSeconds(1));
            }
            time.pass(PIECE);
        }
        time.pass(Duration.ofMinutes(1));
        session.sayOver();
        time.pass(Duration.ofMinutes(1));

        // Then
        assertThat(heard)
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, pieces).mapToObj(i -> i * 2_000).toList());
        assertThat(captions).as("seed %d", seed).hasSize(pieces).doesNotHaveDuplicates();
        assertThat(listener.finished().orTimeout(5, TimeUnit.SECONDS).join())
                .isEqualTo(new SessionOver(FakeSession.ID, 4_711, 0));
        listener.close();
        assertThat(network.open()).isZero();
    }

    @Example
    void aCutOfTwentySecondsCostsNothing() {
        // Given
        Random random = new Random(1);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Listener listener = joined(network, session, random);
        say(session, 0, 5);

        // When
        network.outage(Duration.ofSeconds(20));
        say(session, 5, 10);
        List<Long> meanwhile = List.copyOf(heard);
        say(session, 15, 5);

        // Then
        assertThat(meanwhile).hasSize(5);
        assertThat(heard).hasSize(20).doesNotHaveDuplicates();
        assertThat(connectivity)
                .containsExactly(Connectivity.CONNECTED, Connectivity.RECONNECTING, Connectivity.CONNECTED);
        assertThat(listener.finished()).isNotDone();
    }

    @Example
    void whoeverJoinsLateAndIsCutBeforeTheFirstWordGetsTheLastMinute() {
        // Given: some minutes into the talk, the last of them on two pages
        Random random = new Random(2);
        FakeSession session = new FakeSession(random);
        session.phase = SessionPhase.LIVE;
        say(session, 0, MissedInterpretations.MOST + 5);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Listener listener = joined(network, session, random);

        // When
        network.outage(Duration.ofSeconds(3));
        say(session, MissedInterpretations.MOST + 5, 5);

        // Then
        assertThat(heard).hasSizeBetween(30, 40).contains((MissedInterpretations.MOST + 9) * 2_000L);
        assertThat(phases).containsExactly(SessionPhase.LIVE);
        listener.close();
    }

    @Example
    void whatWasMissedInOneLanguageIsNotTakenForWhatWasMissedInAnother() {
        // Given: Spanish until 2 s, then no connection
        Random random = new Random(5);
        FakeSession session = new FakeSession(random);
        session.phase = SessionPhase.LIVE;
        FakeNetwork network = new FakeNetwork(time, random, session);
        Listener listener = joined(network, session, random);
        say(session, 0, 1);
        session.forgetTickets();
        network.outage(Duration.ofMinutes(3));

        // When
        var unused = listener.changeLanguage("fr");
        say(session, 1, 89);
        time.pass(Duration.ofMinutes(1));

        // Then: nothing was told in French before, and the talk is on for three minutes
        assertThat(asked).isNotEmpty().allMatch("fr -1"::equals);
        listener.close();
    }

    @Example
    void joinsAnewWhenItsTicketIsNotKnownAnyMore() {
        // Given
        Random random = new Random(3);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Listener listener = joined(network, session, random);
        say(session, 0, 3);

        // When
        session.forgetTickets();
        network.outage(Duration.ofSeconds(5));
        say(session, 3, 5);

        // Then
        assertThat(session.asked.stream().filter(JoinSession.class::isInstance)).hasSize(2);
        assertThat(heard).hasSize(8).doesNotHaveDuplicates();
        listener.close();
    }

    @Example
    void hearsTheEndOfASessionThatEndedWhileItWasAway() {
        // Given
        Random random = new Random(4);
        FakeSession session = new FakeSession(random);
        FakeNetwork network = new FakeNetwork(time, random, session);
        Listener listener = joined(network, session, random);
        say(session, 0, 3);

        // When
        network.outage(Duration.ofSeconds(15));
        say(session, 3, 3);
        session.sayOver();
        time.pass(Duration.ofMinutes(1));

        // Then
        assertThat(heard).hasSize(6);
        assertThat(listener.finished().orTimeout(5, TimeUnit.SECONDS).join())
                .isEqualTo(new SessionOver(FakeSession.ID, 12_000, 0));
        assertThat(phases).last().isEqualTo(SessionPhase.ENDED);
    }

    private void say(FakeSession session, int from, int count) {
        for (int i = from; i < from + count; i++) {
            session.say(i * 2_000L, i * 2_000L + 2_000);
            time.pass(PIECE);
        }
    }

    private Listener joined(FakeNetwork network, FakeSession session, Random random) {
        Listener listener = new Listener(
                network,
                (seat, since) -> {
                    asked.add(seat.language() + " " + since);
                    return answer(random, () -> session.since(since));
                },
                url -> answer(random, () -> new byte[1]),
                time,
                random,
                ListenerOptions.defaults(),
                new Events());
        CompletableFuture<Listener> connecting = listener.connect();
        time.pass(Duration.ofSeconds(1));
        connecting.join();
        var joining = listener.join(FakeSession.ID, "es");
        time.pass(Duration.ofSeconds(1));
        assertThat(joining.join().language()).isEqualTo("es");
        return listener;
    }

    /** Over HTTP: a while later, and what was missed not always at the first try. */
    private <T> CompletableFuture<T> answer(Random random, Supplier<T> what) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        T now = what.get();
        time.after(Duration.ofMillis(10 + random.nextInt(200)), () -> {
            if (random.nextInt(10) == 0 && now instanceof MissedInterpretations) {
                answer.completeExceptionally(new IOException("lost"));
            } else {
                answer.complete(now);
            }
        });
        return answer;
    }

    private final class Events implements ListenerEvents {

        @Override
        public void caption(Caption caption) {
            captions.add(caption.text());
        }

        @Override
        public void audio(HeardAudio audio) {
            heard.add(audio.mediaStartMillis());
        }

        @Override
        public void phase(SessionPhase phase) {
            phases.add(phase);
        }

        @Override
        public void connectivity(Connectivity now) {
            connectivity.add(now);
        }
    }
}
