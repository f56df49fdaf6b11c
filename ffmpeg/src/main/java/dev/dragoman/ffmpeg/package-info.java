/**
 * The small static ffmpeg that the job carries: one program that reads Opus in WebM from a pipe and
 * writes PCM to a pipe, and nothing else. Knows no other part, and not how it is used.
 */
@NullMarked
package dev.dragoman.ffmpeg;

import org.jspecify.annotations.NullMarked;
