package dev.dragoman.job.watch;

import dev.dragoman.job.model.Utterance;
import dev.dragoman.protocol.PipelineStatus;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session's status: state of {@link StatusFunction}.
 *
 * @param recognisedMillis up to where the speaker was recognised, in media time
 * @param lastWords the last words recognised for good
 * @param delayMillis how long after they were spoken that was
 * @param gaps how many stretches of audio were lost
 * @param told the last status message that the speaker was told, as JSON; null before the first
 * @param toldMillis when that was, by the server's clock; 0 before the first
 * @param goneMillis since when the speaker is gone, by the server's clock; {@link #HERE} if not
 */
public record Status(
        long recognisedMillis,
        String lastWords,
        long delayMillis,
        int gaps,
        @Nullable String told,
        long toldMillis,
        long goneMillis) {

    /** Stands in {@code goneMillis} for a speaker who is there. */
    static final long HERE = -1;

    static Status none() {
        return new Status(0, "", 0, 0, null, 0, HERE);
    }

    /** The same after an utterance was recognised. */
    Status recognised(Utterance utterance, long nowMillis) {
        long delay = Math.max(0, nowMillis - utterance.spokenServerMillis());
        return new Status(
                utterance.mediaEndMillis(), utterance.text(), delay, utterance.gaps(), told, toldMillis, goneMillis);
    }

    /** The same after the speaker was told. */
    Status told(String message, long nowMillis) {
        return new Status(recognisedMillis, lastWords, delayMillis, gaps, message, nowMillis, goneMillis);
    }

    /** The same with a speaker who is gone since then. */
    Status gone(long sinceMillis) {
        return new Status(recognisedMillis, lastWords, delayMillis, gaps, told, toldMillis, sinceMillis);
    }

    PipelineStatus pipeline() {
        return new PipelineStatus(recognisedMillis, lastWords, delayMillis, gaps);
    }
}
