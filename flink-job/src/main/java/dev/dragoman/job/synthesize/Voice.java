package dev.dragoman.job.synthesize;

import java.io.Serializable;

/**
 * Who speaks a language.
 *
 * @param name the service's name of the voice, for example {@code Lucia}
 * @param dialect the dialect it speaks, for example {@code es-ES}
 */
public record Voice(String name, String dialect) implements Serializable {}
