package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The speaker asks for a new session; {@link SessionCreated} answers. Needs a signed-in connection,
 * whose user owns the session from then on.
 *
 * @param sourceLanguage the language to be spoken, for example {@code en}
 * @param settings what the speaker chose, or absent for {@link SessionSettings#defaults()}
 * @param access who may listen, or absent for {@link SessionAccess#open()}
 */
public record CreateSession(
        String sourceLanguage,
        @Nullable SessionSettings settings,
        @Nullable SessionAccess access) implements ClientMessage {

    /** A session that anybody may listen to. */
    public CreateSession(String sourceLanguage, @Nullable SessionSettings settings) {
        this(sourceLanguage, settings, null);
    }
}
