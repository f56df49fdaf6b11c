package dev.dragoman.job.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One utterance in one language, on its way to that language's listeners: first a request, then
 * with its text, its speech and where the speech lies. Each stage returns it with one thing more,
 * or with the failure that ended it.
 *
 * @param utterance what was said
 * @param language the language to say it in; the source language announces the utterance
 * @param languages all target languages of the utterance, on its announcement; empty on the others
 * @param forTranscript the languages in which words are asked for the session's transcript alone, on
 *     its announcement; on such a request its own language; empty on the others
 * @param toldUntilMillis by language, up to which media time its listeners were told before the
 *     last restore, on its announcement; empty on the others
 * @param text the translation, once there is one
 * @param speech the voice, MP3, once there is one
 * @param durationMillis how long the speech plays, or 0
 * @param url where the speech can be had, once it is stored
 * @param unspoken why it is only read though nothing failed, as a code: {@link #NO_VOICE}; or null
 * @param failure what ended it, or null
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Interpretation(
        Utterance utterance,
        String language,
        List<String> languages,
        List<String> forTranscript,
        Map<String, Long> toldUntilMillis,
        @Nullable String text,
        byte @Nullable [] speech,
        long durationMillis,
        @Nullable String url,
        @Nullable String unspoken,
        @Nullable DeadLetter failure) {

    /** No voice speaks the language. */
    public static final String NO_VOICE = "NO_VOICE";

    /** Announces an utterance and the languages in which it will be heard. */
    public static Interpretation announcing(Utterance utterance, List<String> languages) {
        return announcing(utterance, languages, List.of(), Map.of());
    }

    /** Announces it, with what is known of how far its session's listeners were told. */
    public static Interpretation announcing(
            Utterance utterance,
            List<String> languages,
            List<String> forTranscript,
            Map<String, Long> toldUntilMillis) {
        return new Interpretation(
                utterance,
                utterance.session().sourceLanguage(),
                languages,
                forTranscript,
                toldUntilMillis,
                utterance.text(),
                null,
                0,
                null,
                null,
                null);
    }

    /** Asks for an utterance in a language. */
    public static Interpretation asking(Utterance utterance, String language) {
        return new Interpretation(utterance, language, List.of(), List.of(), Map.of(), null, null, 0, null, null, null);
    }

    /** Asks for it for the session's transcript alone: its listeners were told before. */
    public static Interpretation askingForTranscript(Utterance utterance, String language) {
        return new Interpretation(
                utterance, language, List.of(), List.of(language), Map.of(), null, null, 0, null, null, null);
    }

    /** Whether this announces an utterance: its own words, in its own language. */
    public boolean announces() {
        return language.equals(utterance.session().sourceLanguage());
    }

    /** Whether only the session's transcript wants it: nobody is to be told. */
    public boolean isForTranscriptAlone() {
        return !announces() && !forTranscript.isEmpty();
    }

    /** The same with its translation. */
    public Interpretation withText(String translation) {
        return new Interpretation(
                utterance, language, languages, forTranscript, toldUntilMillis, translation, null, 0, null, null, null);
    }

    /** The same with its voice. */
    public Interpretation withSpeech(byte[] mp3, long millis) {
        return new Interpretation(
                utterance, language, languages, forTranscript, toldUntilMillis, text, mp3, millis, null, null, null);
    }

    /** The same, stored: the bytes are let go. */
    public Interpretation storedAt(String presignedUrl) {
        return new Interpretation(
                utterance,
                language,
                languages,
                forTranscript,
                toldUntilMillis,
                text,
                null,
                durationMillis,
                presignedUrl,
                null,
                null);
    }

    /** The same, to be read only. */
    public Interpretation leftUnspoken(String why) {
        return new Interpretation(
                utterance, language, languages, forTranscript, toldUntilMillis, text, null, 0, null, why, null);
    }

    /** The same, ended by a failure: what it has so far it keeps, except the bytes. */
    public Interpretation failed(DeadLetter letter) {
        return new Interpretation(
                utterance, language, languages, forTranscript, toldUntilMillis, text, null, 0, null, null, letter);
    }
}
