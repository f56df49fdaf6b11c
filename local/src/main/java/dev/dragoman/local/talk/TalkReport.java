package dev.dragoman.local.talk;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a talk; {@code report.json}. Times are in milliseconds; media times count from the
 * session's first sample.
 *
 * @param sessionId the session
 * @param sourceLanguage the language spoken
 * @param audioMillis how much audio the session had
 * @param chunksSent chunks sent, each counted once
 * @param chunksAcknowledged chunks that the system said it has
 * @param gaps stretches of chunks that never came
 * @param utterances what was recognised, in order
 * @param heardMillis for each language, from the moment an utterance's last sound was spoken to the
 *     moment its MP3 was complete at the listener
 * @param firstCaptionMillis from the moment an utterance's first sound was spoken to its first
 *     caption at the listener in the source language; null without captions
 * @param problems what the system said was wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TalkReport(
        String sessionId,
        String sourceLanguage,
        long audioMillis,
        long chunksSent,
        long chunksAcknowledged,
        int gaps,
        List<SpokenUtterance> utterances,
        Map<String, Percentiles> heardMillis,
        @Nullable Percentiles firstCaptionMillis,
        List<String> problems) {

    /**
     * One utterance.
     *
     * @param mediaStartMillis where it starts
     * @param mediaEndMillis where it ends
     * @param text what was recognised
     * @param firstCaptionMillis how long after its first sound was spoken its first caption came, partial or
     *     final; null if there is no telling
     * @param recognisedMillis how long after its last sound was spoken its final caption came; less than 0 if
     *     it came before, null if there is no telling
     * @param interpretations what was heard of it, by language
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SpokenUtterance(
            long mediaStartMillis,
            long mediaEndMillis,
            String text,
            @Nullable Long firstCaptionMillis,
            @Nullable Long recognisedMillis,
            Map<String, HeardInterpretation> interpretations) {}

    /**
     * One utterance in one language.
     *
     * @param text the translation
     * @param audioFile the MP3 beside the report, or null if there was no audio
     * @param audioMillis how long the MP3 takes to play, or null
     * @param translatedMillis how long after its last sound was spoken its final caption in this language
     *     came; less than 0 if it came before, null if there was none
     * @param heardMillis how long after its last sound was spoken the MP3 was complete, or null
     * @param skipped why there was no audio, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HeardInterpretation(
            @Nullable String text,
            @Nullable String audioFile,
            @Nullable Long audioMillis,
            @Nullable Long translatedMillis,
            @Nullable Long heardMillis,
            @Nullable String skipped) {}

    /** The spread of a figure, in milliseconds. */
    public record Percentiles(long p50, long p95, long max) {

        /** Of at least one value; the nearest rank, so that every figure was really measured. */
        public static Percentiles of(List<Long> values) {
            List<Long> sorted = values.stream().sorted().toList();
            return new Percentiles(rank(sorted, 50), rank(sorted, 95), rank(sorted, 100));
        }

        private static long rank(List<Long> sorted, int percent) {
            int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
            return sorted.get(Math.max(0, rank - 1));
        }
    }

    /** Whether every chunk arrived and every utterance was heard in every language asked for. */
    public boolean nothingLost(List<String> languages) {
        return chunksAcknowledged == chunksSent
                && gaps == 0
                && problems.isEmpty()
                && !utterances.isEmpty()
                && utterances.stream()
                        .allMatch(utterance -> languages.stream().allMatch(language -> {
                            HeardInterpretation heard =
                                    utterance.interpretations().get(language);
                            return heard != null && heard.audioFile() != null;
                        }));
    }
}
