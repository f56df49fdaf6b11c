/**
 * Transcribe streaming on this machine: the service's HTTP/2 event stream on loopback, with
 * PocketSphinx behind it. Knows nothing of the job or of sessions; a stream is sound in, words out.
 */
@NullMarked
package dev.dragoman.local.transcribe;

import org.jspecify.annotations.NullMarked;
