/**
 * The command line: one class a command, each short, with picocli. Knows the local system, the
 * client and the talk; nothing knows it.
 */
@NullMarked
package dev.dragoman.local.cli;

import org.jspecify.annotations.NullMarked;
