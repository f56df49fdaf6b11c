package dev.dragoman.job.transcribe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream heard in one stretch of audio, so far or for good. Results of one stream come in
 * the order of the audio; a stretch is told again and again under the same id until it is final.
 *
 * @param id names the stretch within its stream
 * @param startMillis where it starts, in milliseconds of the audio sent on its stream
 * @param endMillis where it ends
 * @param partial whether it may still change
 * @param text the whole text as the service writes it
 * @param items the text's words and marks in order; empty if the service gave none
 * @param languageCode the language that was identified, in the service's code; null if none was to be
 */
public record RecognitionResult(
        String id,
        long startMillis,
        long endMillis,
        boolean partial,
        String text,
        List<RecognizedItem> items,
        @Nullable String languageCode) {

    /** Copies the items, so that nobody changes them. */
    public RecognitionResult {
        items = List.copyOf(items);
    }
}
