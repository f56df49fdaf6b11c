/**
 * What is kept of a talk whose speaker asked for it: its words, in every language in which it was
 * listened to. Knows the records of the model; nothing of how they came about or who heard them.
 */
@NullMarked
package dev.dragoman.job.transcript;

import org.jspecify.annotations.NullMarked;
