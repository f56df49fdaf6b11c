package dev.dragoman.job.transcode;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.Session;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.samples.Recording;

/** Batches to decode. */
final class Batches {

    static final Session SESSION = new Session("golden-eagle-427", "en", SessionSettings.defaults());

    private Batches() {}

    /** A whole recording from Chromium as one batch. */
    static Batch whole(String recording) {
        Recording loaded = Recording.load(recording);
        return of(loaded.concatenated(), Math.toIntExact(loaded.expected().samples48k()), 0);
    }

    static Batch of(byte[] webm, int samples48k, int preroll48k) {
        return new Batch(SESSION, 1_000, 48_000, samples48k, preroll48k, webm, false, 2);
    }

    static Batch end() {
        return new Batch(SESSION, 2_000, 96_000, 0, 0, new byte[0], true, 2);
    }
}
