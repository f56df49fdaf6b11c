package dev.dragoman.protocol;

import java.util.List;

/**
 * The interpretations of a session in one language from a media time on; {@code GET
 * /audio/{sessionId}/{language}?since={mediaMillis}} answers with it, and with {@code
 * ?last={millis}} those that begin at most so long before the newest.
 *
 * @param sessionId the session
 * @param language the language
 * @param audio what can be heard, by media start
 * @param skipped what has no audio, by media start
 * @param captions the words of everything that has some, whether it can be heard, was skipped or is only
 *     read, by media start
 */
public record MissedInterpretations(
        String sessionId, String language, List<Audio> audio, List<Skipped> skipped, List<Caption> captions) {

    /** How many utterances there are at most in one answer, of whatever kind; as many have more behind them. */
    public static final int MOST = 200;

    public MissedInterpretations {
        audio = List.copyOf(audio);
        skipped = List.copyOf(skipped);
        captions = List.copyOf(captions);
    }
}
