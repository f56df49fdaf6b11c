package dev.dragoman.job.transcribe;

import java.util.ArrayList;
import java.util.List;

/**
 * Remembers the words that were cut off the result that is still growing, and takes them away from
 * every later telling of it: by their number as long as they are told unchanged, by their time when
 * the service changed its mind after all.
 */
final class CutWords {

    private final List<String> words = new ArrayList<>();
    private String resultId = "";
    private long endMillis = Long.MIN_VALUE;

    /** Words were cut off a result. */
    void cut(String id, List<RecognizedItem> items) {
        if (!id.equals(resultId)) {
            words.clear();
            resultId = id;
        }
        for (RecognizedItem item : items) {
            if (!item.punctuation()) {
                words.add(item.text());
            }
            endMillis = Math.max(endMillis, item.endMillis());
        }
    }

    /** Everything up to there was uttered: what is told of it again is left out. */
    void utteredUpTo(long mediaMillis) {
        endMillis = Math.max(endMillis, mediaMillis);
    }

    /**
     * What of a result was not cut off yet. Never begins with a mark.
     *
     * @param items all its items, in media time
     */
    List<RecognizedItem> remainder(String id, List<RecognizedItem> items) {
        int from = id.equals(resultId) && !words.isEmpty() ? behindSameWords(items) : -1;
        if (from < 0) {
            from = 0;
            while (from < items.size() && items.get(from).middleMillis() < endMillis) {
                from++;
            }
        }
        while (from < items.size() && items.get(from).punctuation()) {
            from++;
        }
        return items.subList(from, items.size());
    }

    /** The place behind the cut words, or -1 if they are not told as they were. */
    private int behindSameWords(List<RecognizedItem> items) {
        int word = 0;
        for (int i = 0; i < items.size(); i++) {
            RecognizedItem item = items.get(i);
            if (item.punctuation()) {
                continue;
            }
            if (word == words.size()) {
                return i;
            }
            if (!item.text().equalsIgnoreCase(words.get(word))) {
                return -1;
            }
            word++;
        }
        return word == words.size() ? items.size() : -1;
    }
}
