package dev.dragoman.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.transcribe.StreamId;
import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.FaultRules;
import dev.dragoman.local.talk.TalkRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each service can do to a talk, and what becomes of the talk: whatever it is, every word is
 * recognised once, every utterance ends in audio or in a word why not, nothing is heard twice, and who is
 * not hit does not notice. Faults of one service happen at once, each to its own session, language or
 * listener, beside a session that is not hit.
 */
class ServiceFaultsITCase {

    /** What is promised of a session that nothing happens to. */
    private static final long HEARD_P95_MILLIS = 3_000;

    private static final FaultRules FAULTS = new FaultRules();

    /** Nobody waits longer than this who is not hit, however busy this machine is. */
    private static final long HEARD_AT_MOST_MILLIS = 6_000;

    private static final Speech FIRST_HALF = Speech.of(0, 1, 2, 3, 4);
    private static final Speech SECOND_HALF = Speech.of(3, 4, 5, 6, 7);
    private static final Speech WHOLE = Speech.of(0, 1, 2, 3, 4, 5, 6, 7);

    private static LocalSystem system;

    /** What becomes of the speeches when nothing goes wrong. */
    private static Map<Speech, Speaking> calm;

    private static long calmMillis;

    @BeforeAll
    static void start() throws Exception {
        system = LocalSystem.start(LocalSystem.Settings.onFreePorts().with(FAULTS));
        // The first words make everything warm; then as many talks as later say what this machine does today.
        speak("warm-up", Speech.of(0), "es", "ca", "pt", "it").report();
        calm = Stream.of(FIRST_HALF, SECOND_HALF, WHOLE)
                .collect(Collectors.toMap(speech -> speech, speech -> speak("calm", speech, "es")));
        calmMillis = calm.values().stream()
                .mapToLong(talk -> talk.heardMillis("es").max())
                .max()
                .orElseThrow();
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OfTranscribe {

        /** What happens to a session's streams of recognition. All of its words come through. */
        @SuppressWarnings("ImmutableEnumChecker") // the lambdas hold nothing
        enum StreamFault {
            RESET_IN_MID_SENTENCE(FIRST_HALF, 2, (session, streams) -> FAULTS.reset(streams)),
            CLOSED_EARLY_IN_MID_SENTENCE(FIRST_HALF, 2, (session, streams) -> FAULTS.close(streams)),
            THROTTLED_AT_START(
                    FIRST_HALF,
                    -1,
                    (session, streams) -> FAULTS.next(
                            3,
                            (operation, stream) -> operation.equals("StartStreamTranscription") && streams.test(stream),
                            new Fault.Throttle())),
            /** The whole speech: something is said after it, too. */
            MUTE_FOR_20_SECONDS(WHOLE, 1, (session, streams) -> {
                FAULTS.mute(streams);
                CompletableFuture.delayedExecutor(20, TimeUnit.SECONDS).execute(() -> FAULTS.unmute(streams));
            });

            private final Speech speech;
            private final int afterSentences;
            private final BiConsumer<String, Predicate<String>> happens;

            StreamFault(Speech speech, int afterSentences, BiConsumer<String, Predicate<String>> happens) {
                this.speech = speech;
                this.afterSentences = afterSentences;
                this.happens = happens;
            }
        }

        private final Map<StreamFault, Speaking> hit = new EnumMap<>(StreamFault.class);
        private final List<Speaking> others = new ArrayList<>();

        /** In two halves: two cores can't recognise five talks at once and leave time for others. */
        @BeforeAll
        void speakAll() {
            speakHitBy(StreamFault.RESET_IN_MID_SENTENCE, StreamFault.CLOSED_EARLY_IN_MID_SENTENCE);
            speakHitBy(StreamFault.THROTTLED_AT_START, StreamFault.MUTE_FOR_20_SECONDS);
        }

        private void speakHitBy(StreamFault... faults) {
            for (StreamFault fault : faults) {
                hit.put(fault, speakHitBy(fault));
            }
            others.add(speak("not hit", FIRST_HALF, "es"));
            hit.values()
                    .forEach(talk ->
                            talk.outcome().handle((done, failed) -> null).join());
        }

        private Speaking speakHitBy(StreamFault fault) {
            CompletableFuture<String> session = new CompletableFuture<>();
            Runnable happens = () -> {
                String id = session.join();
                fault.happens.accept(id, stream -> !stream.isEmpty() && StreamId.isOf(stream, id));
            };
            return Speaking.begin(
                    "Transcribe " + fault,
                    system,
                    fault.speech,
                    List.of("es"),
                    fault.afterSentences < 0
                            ? new TalkRecord.Watcher() {}
                            : new MidSentence(fault.afterSentences, happens),
                    id -> {
                        session.complete(id);
                        if (fault.afterSentences < 0) {
                            happens.run();
                        }
                    });
        }

        @ParameterizedTest
        @EnumSource
        void noWordIsLostOrHeardTwice(StreamFault fault) {
            keepsItsWords(hit.get(fault));
        }

        @ParameterizedTest
        @EnumSource(names = "MUTE_FOR_20_SECONDS", mode = EnumSource.Mode.EXCLUDE)
        void everythingIsHeard(StreamFault fault) {
            hit.get(fault).everythingIsHeardIn("es");
        }

        @Test
        void whatGotTooOldWhileTheServiceWasMuteIsRead() {
            hit.get(StreamFault.MUTE_FOR_20_SECONDS).skipsOnlyWhatIsLate().hearsSentences(0, 7);
        }

        @Test
        void nobodyElseNotices() {
            others.forEach(other -> isUnaffected(other, "es"));
        }
    }

    /** A service that is asked by language: one language is throttled, one always errs, one is slower than the bound. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class OfLanguages {

        private final String service;
        private Speaking hit;
        private Speaking other;

        OfLanguages(String service) {
            this.service = service;
        }

        /** Calls of the service for a language. */
        abstract BiPredicate<String, String> callsFor(String language);

        /** What becomes of a language that the service does nothing for. */
        abstract void isGivenUp(Speaking talk, String language);

        @BeforeAll
        void speakAll() {
            FAULTS.next(3, callsFor("ca"), new Fault.Throttle());
            FAULTS.always(callsFor("pt"), new Fault.Break());
            FAULTS.always(callsFor("it"), new Fault.Delay(Duration.ofSeconds(8)));
            hit = speak(service, FIRST_HALF, "es", "ca", "pt", "it");
            other = speak("not hit", SECOND_HALF, "es");
        }

        @AfterAll
        void heal() {
            hit.outcome().join();
            FAULTS.clear();
        }

        @Test
        void noWordIsLostOrHeardTwice() {
            keepsItsWords(hit);
        }

        @Test
        void aLanguageThatIsThrottledIsHeardWhole() {
            hit.everythingIsHeardIn("ca");
        }

        @Test
        void aLanguageThatErrsIsGivenUp() {
            isGivenUp(hit, "pt");
        }

        @Test
        void aLanguageThatIsSlowerThanTheBoundIsGivenUp() {
            isGivenUp(hit, "it");
        }

        @Test
        void theSessionsOtherLanguagesAndOtherSessionsDoNotNotice() {
            isUnaffected(hit, "es");
            isUnaffected(other, "es");
        }
    }

    @Nested
    class OfTranslate extends OfLanguages {

        OfTranslate() {
            super("Translate");
        }

        @Override
        BiPredicate<String, String> callsFor(String language) {
            // With or without the region that the voice is from.
            return (operation, target) -> operation.equals("TranslateText") && target.split("-", 2)[0].equals(language);
        }

        @Override
        void isGivenUp(Speaking talk, String language) {
            talk.isNeitherHeardNorReadIn(language, "TRANSLATION_FAILED");
        }
    }

    @Nested
    class OfPolly extends OfLanguages {

        private static final Map<String, String> VOICES = Map.of("ca", "Arlet", "pt", "Ines", "it", "Bianca");

        OfPolly() {
            super("Polly");
        }

        @Override
        BiPredicate<String, String> callsFor(String language) {
            return (operation, voice) -> operation.equals("SynthesizeSpeech") && voice.equals(VOICES.get(language));
        }

        @Override
        void isGivenUp(Speaking talk, String language) {
            talk.isOnlyReadIn(language, "SYNTHESIS_FAILED");
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OfS3AndTheGateway {

        /** What happens to one listener of many. */
        @SuppressWarnings("ImmutableEnumChecker") // faults are records
        enum ListenerFault {
            GONE(Integer.MAX_VALUE, new Fault.Refuse(410, "GoneException")),
            THROTTLED(3, new Fault.Throttle()),
            ERRING(3, new Fault.Break()),
            SLOW(Integer.MAX_VALUE, new Fault.Delay(Duration.ofSeconds(2)));

            private final int times;
            private final Fault fault;

            ListenerFault(int times, Fault fault) {
                this.times = times;
                this.fault = fault;
            }
        }

        private final Map<ListenerFault, ExtraListener> listeners = new EnumMap<>(ListenerFault.class);
        private final CompletableFuture<String> session = new CompletableFuture<>();
        private Speaking unstored;
        private Speaking told;

        @BeforeAll
        void speakAll() {
            unstored = Speaking.begin(
                    "S3 put fails twice",
                    system,
                    FIRST_HALF,
                    List.of("es"),
                    new TalkRecord.Watcher() {},
                    id -> FAULTS.next(
                            2,
                            (operation, key) ->
                                    operation.equals("PutObject") && key.startsWith("sessions/" + id + "/translated/"),
                            new Fault.Break()));
            told = Speaking.begin(
                    "gateway", system, SECOND_HALF, List.of("es"), new TalkRecord.Watcher() {}, this::joinAndHit);
        }

        private void joinAndHit(String id) {
            for (ListenerFault fault : ListenerFault.values()) {
                ExtraListener listener = ExtraListener.join(system, id, "es");
                listeners.put(fault, listener);
                FAULTS.next(
                        fault.times,
                        (operation, connection) ->
                                operation.equals("PostToConnection") && connection.equals(listener.connectionId()),
                        fault.fault);
            }
            session.complete(id);
        }

        @AfterAll
        void heal() {
            told.outcome().join();
            listeners.values().forEach(ExtraListener::close);
            FAULTS.clear();
        }

        @Test
        void whatCouldNotBeStoredAtOnceIsHeardWhole() {
            keepsItsWords(unstored).everythingIsHeardIn("es");
        }

        @Test
        void aListenerWhoIsGoneIsForgotten() throws Exception {
            told.outcome().join();
            assertThat(listeners.get(ListenerFault.GONE).heard()).isEmpty();
            assertThat(system.connections(session.join(), "es"))
                    .doesNotContain(listeners.get(ListenerFault.GONE).connectionId());
        }

        @ParameterizedTest
        @EnumSource(names = {"THROTTLED", "ERRING"})
        void aListenerWhoCouldNotBeToldAtOnceHearsEverything(ListenerFault fault) {
            listeners.get(fault).finished().join();
            assertThat(listeners.get(fault).heard())
                    .as("%s listener", fault)
                    .containsExactlyElementsOf(ExtraListener.starts(told.heard("es")));
        }

        @Test
        void aSlowListenerHearsInOrder() {
            told.outcome().join();
            assertThat(listeners.get(ListenerFault.SLOW).heard())
                    .isNotEmpty()
                    .isSorted()
                    .doesNotHaveDuplicates();
        }

        @Test
        void theListenersBesideThemDoNotNotice() {
            isUnaffected(told, "es");
        }
    }

    /** Everything is heard, as soon as promised, or as soon as without any fault on a machine as busy as this one. */
    private static void isUnaffected(Speaking talk, String language) {
        keepsItsWords(talk).everythingIsHeardIn(language);
        long bound = Math.min(HEARD_AT_MOST_MILLIS, Math.max(HEARD_P95_MILLIS, 2 * calmMillis));
        assertThat(talk.heardMillis(language).p95())
                .as(
                        "%s: heard p95 in %s of %s; without any fault, the longest: %s ms",
                        talk.name(), language, talk.heardEach(language), calmMillis)
                .isLessThanOrEqualTo(bound);
    }

    private static Speaking keepsItsWords(Speaking talk) {
        return talk.keepsItsWords().recognisesWhatACalmTalkDoes(calm.get(talk.speech()));
    }

    private static Speaking speak(String name, Speech speech, String... languages) {
        return Speaking.begin(name, system, speech, List.of(languages), new TalkRecord.Watcher() {}, session -> {});
    }
}
