/**
 * Translate on this machine: the service's JSON protocol on loopback, with Apertium behind it. Knows
 * nothing of the job or of sessions; a request is text in, text out.
 */
@NullMarked
package dev.dragoman.local.translate;

import org.jspecify.annotations.NullMarked;
