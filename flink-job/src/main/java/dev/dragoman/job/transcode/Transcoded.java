package dev.dragoman.job.transcode;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Pcm;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch: always sound of its length, and beside it, if the batch could not be decoded, why.
 *
 * @param pcm the batch's sound; silence in place of what could not be decoded
 * @param failure why it is silence, or null
 */
public record Transcoded(Pcm pcm, @Nullable DeadLetter failure) {

    /** The stage's name in dead letters. */
    static final String STAGE = "transcode";

    static Transcoded of(Pcm pcm) {
        return new Transcoded(pcm, null);
    }

    /** The end of a session without any audio before it. */
    static Transcoded withoutAudio(Batch batch) {
        return of(pcm(batch, 0));
    }

    /** Silence keeps media time true for everything after it. */
    static Transcoded silence(Batch batch, String reason, String detail) {
        long startMillis = batch.mediaStart48k() / 48;
        DeadLetter letter = new DeadLetter(
                STAGE,
                reason,
                batch.session().sessionId(),
                "media " + startMillis + "-" + (startMillis + batch.samples48k() / 48) + " ms",
                detail,
                batch.serverMillis());
        return new Transcoded(pcm(batch, Math.max(0, batch.samples48k())), letter);
    }

    private static Pcm pcm(Batch batch, int silentSamples48k) {
        return new Pcm(
                batch.session(),
                batch.serverMillis(),
                Math.floorDiv(batch.mediaStart48k(), 3),
                new byte[silentSamples48k / 3 * 2],
                batch.endOfSession(),
                batch.gaps());
    }
}
