package dev.dragoman.job.synthesize;

import dev.dragoman.job.service.Faults;
import dev.dragoman.job.service.ServiceException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A synthesizer whose speech takes 24 ms a character. */
final class FakeSynthesizer implements Synthesizer {

    final Faults faults = new Faults();
    final List<Voice> heard = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<byte[]> speak(String text, Voice voice) {
        if (text.length() > 3_000) {
            return CompletableFuture.failedFuture(ServiceException.refused("TextLengthExceededException"));
        }
        heard.add(voice);
        return faults.call(() -> Mp3Frames.of24kHz(text.length()));
    }

    @Override
    public void close() {}
}
