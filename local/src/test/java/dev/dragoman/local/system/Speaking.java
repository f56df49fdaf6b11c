package dev.dragoman.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.client.HeardAudio;
import dev.dragoman.local.talk.Talk;
import dev.dragoman.local.talk.TalkRecord;
import dev.dragoman.local.talk.TalkReport;
import dev.dragoman.local.talk.TalkReport.HeardInterpretation;
import dev.dragoman.local.talk.TalkReport.Percentiles;
import dev.dragoman.local.talk.TalkReport.SpokenUtterance;
import dev.dragoman.samples.WordErrorRate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A speech on its way through a system, and what must be true of it whatever went wrong.
 *
 * @param name in what assertions say
 * @param speech what is spoken
 * @param languages who listens
 * @param outcome what came of it
 */
record Speaking(String name, Speech speech, List<String> languages, CompletableFuture<Talk.Outcome> outcome) {

    /** So far may what was recognised be from what was said. */
    private static final double WORD_ERRORS = 0.10;

    /**
     * So many words may come out otherwise than in a calm talk where recognition was broken off and began
     * anew: one on either side. The recogniser itself hears a word otherwise when it begins elsewhere.
     */
    static final int WORDS_AT_A_BREAK = 2;

    /** Begins to speak, in a thread of its own. */
    static Speaking begin(
            String name,
            LocalSystem system,
            Speech speech,
            List<String> languages,
            TalkRecord.Watcher watcher,
            Consumer<String> onSession) {
        Talk talk = new Talk(system.webSocket(), system.newSpeaker(), "en", languages, Duration.ofSeconds(90));
        return begin(name, talk, speech, watcher, onSession);
    }

    /** Begins to speak as a talk says, in a thread of its own. */
    static Speaking begin(
            String name, Talk talk, Speech speech, TalkRecord.Watcher watcher, Consumer<String> onSession) {
        CompletableFuture<Talk.Outcome> outcome = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        outcome.complete(talk.speak(speech.talk(), watcher, onSession));
                    } catch (Exception e) {
                        outcome.completeExceptionally(
                                new CompletionException(name + ": the talk did not come to its end", e));
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return new Speaking(name, speech, talk.languages(), outcome);
    }

    TalkReport report() {
        return outcome.join().report();
    }

    /** What was heard in a language, in media order. */
    List<HeardAudio> heard(String language) {
        return outcome.join().record().heard(language);
    }

    Speaking everyWordIsRecognisedOnce() {
        assertThat(WordErrorRate.between(speech.said(), recognised()).rate())
                .as("%s: word error rate%n  said:       %s%n  recognised: %s", name, speech.said(), recognised())
                .isLessThanOrEqualTo(WORD_ERRORS);
        assertThat(report().gaps()).as("%s: gaps", name).isZero();
        return this;
    }

    /** What is recognised is what is recognised when nothing goes wrong: no word lost, none doubled. */
    Speaking recognisesWhatACalmTalkDoes(Speaking calm) {
        WordErrorRate difference = WordErrorRate.between(calm.recognised(), recognised());
        assertThat(difference.errors())
                .as(
                        "%s: words unlike those of a calm talk%n  calm: %s%n  came: %s",
                        name, calm.recognised(), recognised())
                .isLessThanOrEqualTo(WORDS_AT_A_BREAK);
        return this;
    }

    private String recognised() {
        return report().utterances().stream().map(SpokenUtterance::text).collect(Collectors.joining(" "));
    }

    /** Nothing waits for ever, and nothing is left out. */
    Speaking everyUtteranceEndsInAudioOrSkipped() {
        for (SpokenUtterance utterance : report().utterances()) {
            for (String language : languages) {
                HeardInterpretation heard = utterance.interpretations().get(language);
                assertThat(heard != null && (heard.audioFile() != null || heard.skipped() != null))
                        .as(
                                "%s: '%s' in %s ends in audio or skipped; came: %s",
                                name, utterance.text(), language, heard)
                        .isTrue();
            }
        }
        return this;
    }

    /** Whatever has no audio got older than a listener would want to hear it. */
    Speaking skipsOnlyWhatIsLate() {
        for (String language : languages) {
            assertThat(skipped(language))
                    .as("%s: reasons of what is not heard in %s; allowed are LATE and NOT_IN_TIME", name, language)
                    .isSubsetOf("LATE", "NOT_IN_TIME");
        }
        return this;
    }

    /** Nothing is heard in a language, but everything can be read: each utterance is skipped for this reason. */
    Speaking isOnlyReadIn(String language, String reason) {
        assertThat(skipped(language))
                .as("%s: why each utterance is not heard in %s", name, language)
                .hasSize(report().utterances().size())
                .allMatch(reason::equals);
        assertThat(texts(language)).as("%s: captions in %s", name, language).doesNotContainNull();
        return this;
    }

    /** Nothing is heard or read in a language: each utterance is skipped for this reason. */
    Speaking isNeitherHeardNorReadIn(String language, String reason) {
        assertThat(skipped(language))
                .as("%s: why each utterance is neither heard nor read in %s", name, language)
                .hasSize(report().utterances().size())
                .allMatch(reason::equals);
        assertThat(texts(language)).as("%s: captions in %s", name, language).containsOnlyNulls();
        return this;
    }

    private List<String> texts(String language) {
        return report().utterances().stream()
                .map(utterance -> utterance.interpretations().get(language).text())
                .toList();
    }

    private List<String> skipped(String language) {
        return report().utterances().stream()
                .map(utterance -> utterance.interpretations().get(language))
                .filter(piece -> piece != null && piece.skipped() != null)
                .map(HeardInterpretation::skipped)
                .toList();
    }

    /** Every utterance that begins in one of the speech's sentences, by its place from 0, has audio in every language. */
    Speaking hearsSentences(int... places) {
        for (int place : places) {
            List<SpokenUtterance> utterances = report().utterances().stream()
                    .filter(one -> speech.sentenceAt(one.mediaStartMillis()) == place)
                    .toList();
            assertThat(utterances)
                    .as("%s: utterances of sentence %s", name, place)
                    .isNotEmpty();
            for (SpokenUtterance utterance : utterances) {
                for (String language : languages) {
                    assertThat(utterance.interpretations().get(language).audioFile())
                            .as(
                                    "%s: the audio of '%s' of sentence %s in %s; came: %s",
                                    name, utterance.text(), place, language, utterance.interpretations())
                            .isNotNull();
                }
            }
        }
        return this;
    }

    /** How late each utterance was heard in a language, in milliseconds; null where it was not. */
    List<Long> heardEach(String language) {
        return report().utterances().stream()
                .map(one -> one.interpretations().get(language).heardMillis())
                .toList();
    }

    /** How late a language was heard. */
    Percentiles heardMillis(String language) {
        return report().heardMillis().get(language);
    }

    /** Everything that was recognised is heard in a language, word by word, and nothing skipped. */
    Speaking everythingIsHeardIn(String language) {
        assertThat(WordErrorRate.words(heardText(language)))
                .as("%s: heard in %s; skipped: %s", name, language, skipped(language))
                .isEqualTo(WordErrorRate.words(recognised()));
        return this;
    }

    /** What was heard in a language, in the speaker's words. */
    private String heardText(String language) {
        return heard(language).stream().map(HeardAudio::sourceText).collect(Collectors.joining(" "));
    }

    /**
     * In every language, what is heard are words that were recognised, in their order and none more often;
     * and media time goes on from one interpretation to the next.
     */
    Speaking nothingIsHeardTwice() {
        for (String language : languages) {
            List<HeardAudio> heard = heard(language);
            if (heard.isEmpty()) {
                continue;
            }
            assertThat(WordErrorRate.words(recognised()))
                    .as("%s: the words recognised, and in their order among them those heard in %s", name, language)
                    .containsSubsequence(WordErrorRate.words(heardText(language)));
            for (int i = 1; i < heard.size(); i++) {
                assertThat(heard.get(i).mediaStartMillis())
                        .as(
                                "%s in %s: '%s' begins where '%s' ended, or later",
                                name,
                                language,
                                heard.get(i).sourceText(),
                                heard.get(i - 1).sourceText())
                        .isGreaterThanOrEqualTo(heard.get(i - 1).mediaEndMillis());
            }
        }
        return this;
    }

    /** What every talk is promised, whatever becomes of the services. */
    Speaking keepsItsWords() {
        return everyWordIsRecognisedOnce().everyUtteranceEndsInAudioOrSkipped().nothingIsHeardTwice();
    }
}
