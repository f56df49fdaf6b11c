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
    final List<Integer> percents = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<byte[]> speak(String text, Voice voice, int percent) {
        if (Ssml.size(text) > 6_000) {
            return CompletableFuture.failedFuture(ServiceException.refused("TextLengthExceededException"));
        }
        heard.add(voice);
        percents.add(percent);
        return faults.call(() -> Mp3Frames.of24kHz(text.length() * 100 / percent));
    }

    @Override
    public void close() {}
}
