package dev.dragoman.local.transcribe;

import java.util.ArrayList;
import java.util.List;

/**
 * Settles the words of one utterance: a word that has stayed the same for a while, with all words
 * before it, is stable, and is then kept even if the recognizer changes its mind.
 */
final class Stability {

    private final double holdSeconds;
    private final List<Word> settled = new ArrayList<>();
    private final List<Word> candidates = new ArrayList<>();
    private final List<Double> since = new ArrayList<>();

    /**
     * For one utterance.
     *
     * @param holdSeconds how long a word must stay the same; infinite when nothing is to be settled
     */
    Stability(double holdSeconds) {
        this.holdSeconds = holdSeconds;
    }

    /** How many of the first words are stable. */
    int settledWords() {
        return settled.size();
    }

    /** The settled words, followed by what the recognizer hears after them now. */
    List<Word> settle(List<Word> heard, double nowSeconds) {
        List<Word> open = afterSettled(heard);
        for (int i = 0; i < open.size(); i++) {
            Word word = open.get(i);
            if (i < candidates.size() && candidates.get(i).text().equals(word.text())) {
                candidates.set(i, word);
            } else {
                truncate(i);
                candidates.add(word);
                since.add(nowSeconds);
            }
        }
        truncate(open.size());
        // The last word is still being spoken.
        while (candidates.size() > 1 && nowSeconds - since.get(0) >= holdSeconds) {
            settled.add(candidates.remove(0));
            since.remove(0);
        }
        List<Word> all = new ArrayList<>(settled);
        all.addAll(candidates);
        return all;
    }

    /** The settled words, followed by what the recognizer finally hears after them. */
    List<Word> finish(List<Word> heard) {
        List<Word> all = new ArrayList<>(settled);
        all.addAll(afterSettled(heard));
        return all;
    }

    private List<Word> afterSettled(List<Word> heard) {
        if (settled.isEmpty()) {
            return heard;
        }
        double end = settled.get(settled.size() - 1).endSeconds();
        return heard.stream()
                .filter(word -> (word.startSeconds() + word.endSeconds()) / 2 > end)
                .toList();
    }

    private void truncate(int size) {
        candidates.subList(size, candidates.size()).clear();
        since.subList(size, since.size()).clear();
    }
}
