package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The speaker asks for a new session; {@link SessionCreated} answers.
 *
 * @param sourceLanguage the language to be spoken, for example {@code en}
 * @param settings what the speaker chose, or absent for {@link SessionSettings#defaults()}
 */
public record CreateSession(String sourceLanguage, @Nullable SessionSettings settings) implements ClientMessage {}
