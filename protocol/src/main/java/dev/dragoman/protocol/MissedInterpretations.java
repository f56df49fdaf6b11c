package dev.dragoman.protocol;

import java.util.List;

/**
 * The interpretations of a session in one language from a media time on; {@code GET
 * /audio/{sessionId}/{language}?since={mediaMillis}} answers with it.
 *
 * @param sessionId the session
 * @param language the language
 * @param audio what can be heard, by media start, at most {@link #MOST} at a time: a full list has more
 *     behind it
 * @param skipped what has no audio, by media start
 */
public record MissedInterpretations(String sessionId, String language, List<Audio> audio, List<Skipped> skipped) {

    /** How many there are at most in one answer, both kinds together. */
    public static final int MOST = 200;

    public MissedInterpretations {
        audio = List.copyOf(audio);
        skipped = List.copyOf(skipped);
    }
}
