package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChangeLanguage;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.Heartbeat;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.LeaveSession;
import dev.dragoman.protocol.MuteSession;
import dev.dragoman.protocol.PauseSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ResumeSession;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionEnding;
import dev.dragoman.protocol.SessionJoined;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionResumed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * The life of a session in any order: created, joined, left, dropped, sent again, renewed, paused,
 * muted and ended by several connections at once, while services fail now and then. Every client
 * repeats what was not done, as the contract asks of it.
 */
class SessionLifeProperties {

    private static final int SPEAKERS = 3;
    private static final int LISTENERS = 5;
    private static final int AT_ONCE = 4;
    private static final List<String> LANGUAGES = List.of("es", "fr", "en");
    private static final ExecutorService HANDLERS = Executors.newFixedThreadPool(AT_ONCE);

    @AfterContainer
    static void stop() {
        HANDLERS.shutdownNow();
    }

    /** What somebody does. */
    enum Deed {
        CHUNK,
        CHUNK_AGAIN,
        RESUME,
        RENEW,
        DROP_SPEAKER,
        PAUSE,
        MUTE,
        END,
        FOREIGN_RESUME,
        FOREIGN_END,
        JOIN,
        CHANGE,
        LEAVE,
        DROP,
        DROP_AND_RENEW,
        BEAT,
        FAULT
    }

    /** Who does it, and with which of a few values. */
    record Step(Deed deed, int who, int value) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Deed> deeds = Arbitraries.frequencyOf(
                Tuple.of(30, Arbitraries.of(Deed.class).filter(deed -> deed != Deed.END)),
                Tuple.of(8, Arbitraries.just(Deed.CHUNK)),
                Tuple.of(1, Arbitraries.just(Deed.END)));
        return Combinators.combine(
                        deeds,
                        Arbitraries.integers().between(0, 14),
                        Arbitraries.integers().between(0, 9))
                .as(Step::new)
                .list()
                .ofMaxSize(80);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void nothingBreaksASession(@ForAll("steps") List<Step> steps) throws Exception {
        // Given
        Life life = new Life();

        // When
        for (int from = 0; from < steps.size(); from += AT_ONCE) {
            List<Callable<Void>> together = steps.subList(from, Math.min(steps.size(), from + AT_ONCE)).stream()
                    .<Callable<Void>>map(step -> () -> life.happens(step))
                    .toList();
            for (Future<Void> done : HANDLERS.invokeAll(together)) {
                done.get();
            }
            life.atRest();
        }

        // Then
        life.heals();
    }

    /** A session and those in it; what they believe is what they were told. */
    private static final class Life {

        private final Ingest ingest = new Ingest();
        private final String session;
        private final Ear[] ears = new Ear[LISTENERS];
        private final Object[] mouths = new Object[SPEAKERS];
        private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
        private volatile boolean over;
        private volatile boolean overBefore;

        Life() {
            session = ((SessionCreated) ingest.say("mouth0", Ingest.OWNER, new CreateSession("en", null))).sessionId();
            for (int i = 0; i < LISTENERS; i++) {
                ears[i] = new Ear(i);
            }
            for (int i = 0; i < SPEAKERS; i++) {
                mouths[i] = new Object();
            }
        }

        Void happens(Step step) {
            switch (step.deed()) {
                case JOIN, CHANGE, LEAVE, DROP, DROP_AND_RENEW, BEAT -> {
                    Ear ear = ears[step.who() % LISTENERS];
                    synchronized (ear) {
                        ear.does(step);
                    }
                }
                case FAULT -> fault(step);
                default -> {
                    int mouth = step.who() % SPEAKERS;
                    synchronized (mouths[mouth]) {
                        speaks("mouth" + mouth, step);
                    }
                }
            }
            return null;
        }

        private void speaks(String connection, Step step) {
            switch (step.deed()) {
                case CHUNK, CHUNK_AGAIN -> sends(connection, step);
                case RESUME -> told(ask(connection, Ingest.OWNER, new ResumeSession(session, new ChunkPlace(0, 0))));
                case RENEW -> told(ask(connection, Ingest.OWNER, new RefreshConnection(session, null, null)));
                case DROP_SPEAKER -> drop(connection);
                case PAUSE -> ask(connection, null, new PauseSession(session, 0, step.value()));
                case MUTE -> ask(connection, null, new MuteSession(session, step.value() % 2 == 0));
                case END -> {
                    if (ask(connection, Ingest.OWNER, new EndSession(session, 1, -1)) instanceof SessionEnding) {
                        over = true;
                    }
                }
                case FOREIGN_RESUME -> refused(ask("stranger", "x9-other", new ResumeSession(session, null)));
                case FOREIGN_END -> refused(ask("stranger", "x9-other", new EndSession(session, 1, -1)));
                default -> throw new IllegalArgumentException(step.toString());
            }
        }

        private void sends(String connection, Step step) {
            byte[] data = step.value() == 0 ? Ingest.WEBM_START : new byte[] {(byte) step.value()};
            AudioChunk chunk = new AudioChunk(session, 0, step.value(), 1, data);
            for (int times = step.deed() == Deed.CHUNK_AGAIN ? 2 : 1; times > 0; times--) {
                boolean afterEnd = overBefore;
                if (ask(connection, null, chunk) instanceof ChunkAcknowledged) {
                    assertThat(afterEnd).as("a chunk taken after the end").isFalse();
                    acknowledged.add(step.value());
                }
            }
        }

        private void told(ServerMessage answer) {
            if (overBefore) {
                assertThat(answer).isNotInstanceOf(SessionResumed.class);
            }
        }

        private static void refused(ServerMessage answer) {
            assertThat(((Problem) answer).code()).isIn(ProblemCode.NOT_ALLOWED, ProblemCode.SESSION_ENDED);
        }

        private void drop(String connection) {
            // It may come twice, and a fault may swallow one.
            for (int i = 0; i < 3; i++) {
                ingest.send("$disconnect", connection, null);
            }
        }

        private void fault(Step step) {
            Faults faults = List.of(
                            ingest.sessions.faults,
                            ingest.connections.faults,
                            ingest.chunks.faults,
                            ingest.events.faults,
                            ingest.limits.faults)
                    .get(step.who() % 5);
            if (step.value() % 2 == 0) {
                faults.refuseNext(1);
            } else {
                faults.loseAnswerOfNext(1);
            }
        }

        /** Asks until it is done or refused. */
        private ServerMessage ask(String connection, String user, ClientMessage message) {
            ServerMessage answer = ingest.say(connection, user, message);
            for (int i = 0; i < 20 && isUnavailable(answer); i++) {
                answer = ingest.say(connection, user, message);
            }
            assertThat(isUnavailable(answer)).isFalse();
            return answer;
        }

        private static boolean isUnavailable(ServerMessage answer) {
            return answer instanceof Problem problem && problem.code() == ProblemCode.UNAVAILABLE;
        }

        void atRest() {
            overBefore = over;
            List<String> speakers = ingest.connections.items.values().stream()
                    .filter(item -> item.language().equals(ConnectionItem.SPEAKER))
                    .map(ConnectionItem::connectionId)
                    .toList();
            var item = ingest.sessions.items.get(session);
            assertThat(item.owner()).isEqualTo(Ingest.OWNER);
            assertThat(speakers).hasSizeLessThanOrEqualTo(1);
            assertThat(speakers).allMatch(item.speakerConnectionId()::equals);
            assertThat(item.phase() == SessionPhase.ENDED).isEqualTo(over);
            Set<String> referenced = ingest.events.events.stream()
                    .filter(ChunkReference.class::isInstance)
                    .map(event -> ((ChunkReference) event).key())
                    .collect(Collectors.toSet());
            for (int sequence : acknowledged) {
                String key = S3Keys.chunk(session, 0, sequence);
                assertThat(ingest.chunks.objects).containsKey(key);
                assertThat(referenced).contains(key);
            }
            thoseWhoAreThereAreCounted();
        }

        /** Whatever was lost, it is forgotten in time, and those who are there stay. */
        void heals() {
            ingest.clock.goOn(Duration.ofSeconds(Heartbeat.EVERY_SECONDS));
            for (Ear ear : ears) {
                ear.beats();
            }
            ingest.clock.goOn(Duration.ofSeconds(Heartbeat.GONE_AFTER_SECONDS - Heartbeat.EVERY_SECONDS));
            thoseWhoAreThereAreCounted();
        }

        /**
         * Nobody else is, while the session goes on. After its end somebody may be who was refused: the join was
         * done, its answer lost, and when it was repeated the session was over.
         */
        private void thoseWhoAreThereAreCounted() {
            Map<String, Integer> counted = counted();
            Map<String, Integer> believed = believed();
            if (over) {
                believed.forEach((language, listeners) ->
                        assertThat(counted.getOrDefault(language, 0)).isGreaterThanOrEqualTo(listeners));
            } else {
                assertThat(counted).isEqualTo(believed);
            }
        }

        private Map<String, Integer> counted() {
            ingest.connections.faults.refuseNext(0);
            ingest.connections.faults.loseAnswerOfNext(0);
            try {
                return ingest.connections.listeners(session, ingest.clock.millis() / 1_000);
            } catch (UnavailableException e) {
                throw new IllegalStateException(e);
            }
        }

        private Map<String, Integer> believed() {
            Map<String, Integer> byLanguage = new HashMap<>();
            for (Ear ear : ears) {
                if (ear.language != null) {
                    byLanguage.merge(ear.language, 1, Integer::sum);
                }
            }
            return byLanguage;
        }

        /** A listener, who may have one connection after the other. */
        private final class Ear {

            private final int number;
            private final List<String> tickets = new ArrayList<>();
            private int connections;
            private String language;

            Ear(int number) {
                this.number = number;
            }

            void does(Step step) {
                String wanted = LANGUAGES.get(step.value() % LANGUAGES.size());
                switch (step.deed()) {
                    case JOIN -> hears(ask(connection(), null, new JoinSession(session, wanted)));
                    case CHANGE -> hears(ask(connection(), null, new ChangeLanguage(session, wanted)));
                    case LEAVE -> {
                        ask(connection(), null, new LeaveSession(session));
                        language = null;
                    }
                    case DROP -> {
                        drop(connection());
                        connections++;
                        language = null;
                    }
                    case DROP_AND_RENEW -> renews(step);
                    default -> beats();
                }
            }

            /** The old connection's end may be noticed before or after the new one is there, or never. */
            private void renews(Step step) {
                String before = connection();
                connections++;
                if (step.value() < 3) {
                    drop(before);
                }
                String had = language;
                language = null;
                if (!tickets.isEmpty() && had != null) {
                    hears(ask(
                            connection(), null, new RefreshConnection(session, tickets.get(tickets.size() - 1), null)));
                }
                if (step.value() < 6 || language == null) {
                    drop(before);
                }
            }

            private void hears(ServerMessage answer) {
                if (answer instanceof SessionJoined joined) {
                    assertThat(overBefore).as("joined after the end").isFalse();
                    language = joined.language();
                    tickets.add(joined.ticket());
                }
            }

            void beats() {
                ask(connection(), null, new Heartbeat());
            }

            private String connection() {
                return "ear" + number + "-" + connections;
            }
        }
    }
}
