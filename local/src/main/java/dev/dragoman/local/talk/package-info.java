/**
 * A whole talk through a running system, as a speaker with one listener a language: what was heard
 * of it, when, and the files that are left. Knows the client and the protocol; neither the system's
 * parts nor the command line.
 */
@NullMarked
package dev.dragoman.local.talk;

import org.jspecify.annotations.NullMarked;
