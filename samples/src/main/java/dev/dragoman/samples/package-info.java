/**
 * Recorded talks, chunk by chunk as browsers sent them, with what is in them packet by packet: test
 * input for every part, and the talk that a first run interprets. Knows no other part.
 */
@NullMarked
package dev.dragoman.samples;

import org.jspecify.annotations.NullMarked;
