package dev.dragoman.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.client.LineOptions;
import dev.dragoman.local.talk.Talk;
import dev.dragoman.local.talk.TalkRecord;
import dev.dragoman.local.talk.TalkReport.HeardInterpretation;
import dev.dragoman.local.talk.TalkReport.SpokenUtterance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a network can do to a talk, and what becomes of it: every word is recognised once, and heard
 * once. The talks run in two waves, for two cores can't recognise five at once.
 */
class ConnectionsITCase {

    private static final List<String> LANGUAGES = List.of("es");

    /** How long connections are cut for; each once to each of the speakers. */
    private static final List<Integer> CUT_SECONDS = List.of(20, 8, 4, 2, 1);

    /** What counts as normal on a machine that has other things to do. */
    private static final long NORMAL_MILLIS = 5_000;

    private static final long SEED = System.nanoTime();

    private static LocalSystem system;
    private static final List<Speaking> CUT_SPEAKERS = new ArrayList<>();
    private static Speaking cutListener;
    private static Speaking renewed;
    private static DoublingSpeaker doubled;

    @BeforeAll
    static void speakAll() throws Exception {
        system = LocalSystem.start(LocalSystem.Settings.onFreePorts());
        Random random = new Random(SEED);
        for (int i = 0; i < 2; i++) {
            CUT_SPEAKERS.add(withCutSpeaker(new Random(random.nextLong())));
        }
        CUT_SPEAKERS.forEach(ConnectionsITCase::finish);
        cutListener = withCutListener();
        renewed = renewedEveryTenSeconds();
        doubled = DoublingSpeaker.speak(system, Speech.of(0, 1, 2, 3, 4, 5).talk(), new Random(random.nextLong()));
        List.of(cutListener, renewed).forEach(ConnectionsITCase::finish);
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    private static void finish(Speaking talk) {
        talk.outcome().handle((done, failed) -> null).join();
    }

    private static Talk talk() {
        return new Talk(system.webSocket(), system.newSpeaker(), "en", LANGUAGES, Duration.ofSeconds(90));
    }

    /** Cuts come in any order, each followed by time to recover and some more. */
    private static Speaking withCutSpeaker(Random random) throws Exception {
        Tunnel tunnel = Tunnel.to(system.webSocket());
        Talk talk = talk();
        Talk through = new Talk(tunnel.webSocket(), talk.tokens(), "en", LANGUAGES, talk.patience())
                .heardAt(system.webSocket());
        List<Integer> cuts = new ArrayList<>(CUT_SECONDS);
        Collections.shuffle(cuts, random);
        double at = 5;
        StringBuilder name = new StringBuilder("cut speaker, seed " + SEED + ", cuts:");
        CompletableFuture<String> session = new CompletableFuture<>();
        for (int seconds : cuts) {
            long millis = Math.round(at * 1_000);
            name.append(" at ")
                    .append(millis)
                    .append(" ms for ")
                    .append(seconds)
                    .append(" s");
            var unused = session.thenRunAsync(() -> tunnel.cut(Duration.ofSeconds(seconds)), later(millis));
            at += seconds + 4 + random.nextDouble() * 6;
        }
        return Speaking.begin(
                name.toString(),
                through,
                Speech.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
                new TalkRecord.Watcher() {},
                session::complete);
    }

    private static Executor later(long millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }

    private static Speaking withCutListener() throws Exception {
        Tunnel tunnel = Tunnel.to(system.webSocket());
        CompletableFuture<String> session = new CompletableFuture<>();
        var unused = session.thenRunAsync(() -> tunnel.cut(Duration.ofSeconds(20)), later(5_000));
        return Speaking.begin(
                "cut listener",
                talk().heardAt(tunnel.webSocket()),
                Speech.of(0, 1, 2, 3, 4, 5),
                new TalkRecord.Watcher() {},
                session::complete);
    }

    private static Speaking renewedEveryTenSeconds() {
        return Speaking.begin(
                "renewed every 10 s",
                talk().with(LineOptions.defaults().renewedAfter(Duration.ofSeconds(10))),
                Speech.of(0, 1, 2, 3, 4, 5),
                new TalkRecord.Watcher() {},
                session -> {});
    }

    @Test
    void aSpeakerWhoIsCutOffLosesNothing() {
        for (Speaking talk : CUT_SPEAKERS) {
            talk.keepsItsWords().skipsOnlyWhatIsLate().hearsSentences(23);
            assertThat(talk.report().chunksAcknowledged())
                    .as(talk.name())
                    .isEqualTo(talk.report().chunksSent());
        }
    }

    @Test
    void aSpeakerWhoIsCutOffIsSoonHeardAsBefore() {
        for (Speaking talk : CUT_SPEAKERS) {
            long end = Math.round(talk.speech().talk().lengthMillis());
            for (SpokenUtterance utterance : talk.report().utterances()) {
                HeardInterpretation heard = utterance.interpretations().get("es");
                if (utterance.mediaEndMillis() > end - 15_000 && heard != null && heard.heardMillis() != null) {
                    assertThat(heard.heardMillis())
                            .as("%s: '%s' at the end", talk.name(), utterance.text())
                            .isLessThanOrEqualTo(NORMAL_MILLIS);
                }
            }
        }
    }

    @Test
    void aListenerWhoIsCutOffHearsEverythingOnce() {
        cutListener.keepsItsWords().everythingIsHeardIn("es");
    }

    @Test
    void connectionsThatAreRenewedAllTheTimeCostNothing() {
        renewed.keepsItsWords().everythingIsHeardIn("es");
        assertThat(renewed.report().problems()).as(renewed.name()).isEmpty();
    }

    @Test
    void whatComesTwiceAndOutOfOrderIsHeardAsIfItHadNot() {
        assertThat(doubled.captions())
                .as("seed %d", SEED)
                .containsExactlyElementsOf(renewed.report().utterances().stream()
                        .map(SpokenUtterance::text)
                        .toList());
        assertThat(doubled.heard()).as("seed %d", SEED).isEqualTo(doubled.captions());
    }
}
