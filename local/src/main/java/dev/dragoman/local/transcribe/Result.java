package dev.dragoman.local.transcribe;

import java.util.List;

/**
 * What was recognised of one utterance, so far or finally.
 *
 * @param id the same for every result of one utterance
 * @param partial whether it may still change
 * @param words in order, as they are written; empty only in a final result whose partial ones turned
 *     out to be no words
 * @param stableWords how many of the first words will not change any more; all in a final result
 */
record Result(String id, boolean partial, List<Word> words, int stableWords) {

    Result {
        words = List.copyOf(words);
    }

    /** Where the first word begins, in seconds since the stream's first sample. */
    double startSeconds() {
        return words.isEmpty() ? 0 : words.get(0).startSeconds();
    }

    /** Where the last word ends. */
    double endSeconds() {
        return words.isEmpty() ? 0 : words.get(words.size() - 1).endSeconds();
    }
}
