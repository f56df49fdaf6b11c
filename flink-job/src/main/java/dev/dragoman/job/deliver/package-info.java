/**
 * Who listens, and bringing it to them: which languages an utterance is asked for in, keeping the
 * speech, the order in which everything is told, and telling it. Knows the records of the model,
 * the listener directory, the audio store and the notifier; must not know how speech was
 * recognised, translated or spoken.
 */
@NullMarked
package dev.dragoman.job.deliver;

import org.jspecify.annotations.NullMarked;
