package dev.dragoman.job.transcribe;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterEach;

/** The fake keeps the contract. */
class FakeTranscriberTest extends TranscriberContract {

    private final FakeTranscriber transcriber = new FakeTranscriber();

    @AfterEach
    void close() {
        transcriber.close();
    }

    @Override
    protected Transcriber transcriber() {
        return transcriber;
    }

    @Override
    protected byte[] speech() {
        ByteArrayOutputStream pcm = new ByteArrayOutputStream();
        Talk.inEnglish()
                .words(1, 6)
                .pause(1_000)
                .words(7, 9)
                .batches(1_000)
                .forEach(batch -> pcm.writeBytes(batch.bytes()));
        return pcm.toByteArray();
    }

    @Override
    protected String words() {
        return Talk.text(1, 9);
    }
}
