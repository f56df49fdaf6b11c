/**
 * Polly on this machine: the service's REST protocol on loopback, with espeak-ng and LAME behind it.
 * Knows nothing of the job or of sessions; a request is text in, sound out.
 */
@NullMarked
package dev.dragoman.local.polly;

import org.jspecify.annotations.NullMarked;
