package dev.dragoman.job.transcribe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Decides where a speaker who does not pause is cut. Cuts only between words, and, as long as the
 * service gives it the choice, only behind words that it promises not to change.
 *
 * <p>In this order: at the end of a sentence as soon as it is certain; at a comma, before a
 * conjunction or in a pause, once the utterance is two thirds of its bound; and, when the bound is
 * reached, behind the last certain word within it, or else behind the last word within it.
 */
final class Clauses {

    private static final String SENTENCE_ENDS = ".?!…。？！";

    /** A pause between words that a clause may end in; within a clause pauses are mostly shorter. */
    private static final long PAUSE_MILLIS = 150;

    /** A sentence shorter than this waits for the next. */
    private static final long SHORTEST_SENTENCE_MILLIS = 1_000;

    /** By language: words that often begin a clause. Other languages go by pauses and punctuation. */
    private static final Map<String, Set<String>> CONJUNCTIONS = Map.of(
            "en",
            Set.of(
                    "and",
                    "but",
                    "or",
                    "so",
                    "because",
                    "which",
                    "who",
                    "that",
                    "when",
                    "while",
                    "where",
                    "if",
                    "although",
                    "since",
                    "unless",
                    "until",
                    "then"),
            "es",
            Set.of("y", "e", "o", "pero", "porque", "que", "cuando", "donde", "si", "aunque", "mientras", "sino"),
            "ca",
            Set.of("i", "o", "però", "perquè", "que", "quan", "on", "si", "encara", "mentre", "sinó"),
            "fr",
            Set.of("et", "ou", "mais", "donc", "car", "parce", "que", "qui", "quand", "où", "si", "puisque"),
            "de",
            Set.of("und", "oder", "aber", "denn", "weil", "dass", "wenn", "als", "während", "obwohl", "sondern"),
            "it",
            Set.of("e", "o", "ma", "perché", "che", "quando", "dove", "se", "mentre", "quindi"),
            "pt",
            Set.of("e", "ou", "mas", "porque", "que", "quando", "onde", "se", "embora", "enquanto"));

    private final long boundMillis;
    private final Set<String> conjunctions;

    /**
     * @param language the session's source language
     * @param boundMillis how long an utterance may be
     */
    Clauses(String language, long boundMillis) {
        this.boundMillis = boundMillis;
        this.conjunctions =
                CONJUNCTIONS.getOrDefault(language.toLowerCase(Locale.ROOT).split("-", 2)[0], Set.of());
    }

    /**
     * How many items to cut off as an utterance of its own; 0 for none. At least one word always
     * stays behind.
     *
     * @param items what is not cut off yet, in media time
     * @param certain whether nothing of it will change any more
     */
    int firstPiece(List<RecognizedItem> items, boolean certain) {
        if (items.isEmpty()) {
            return 0;
        }
        long start = items.get(0).startMillis();
        long whole = items.get(items.size() - 1).endMillis() - start;
        boolean clauseWillDo = whole > (certain ? boundMillis : boundMillis * 2 / 3);
        boolean mustCut = whole > boundMillis;
        int clause = 0;
        int word = 0;
        int anyWord = 0;
        boolean stable = true;
        for (int i = 1; i < items.size(); i++) {
            RecognizedItem before = items.get(i - 1);
            RecognizedItem after = items.get(i);
            stable &= certain || before.stable();
            if (after.punctuation()) {
                continue;
            }
            long length = before.endMillis() - start;
            if (length > boundMillis) {
                break;
            }
            if (stable) {
                if (!certain && length >= SHORTEST_SENTENCE_MILLIS && endsSentence(before)) {
                    return i;
                }
                word = i;
                if (length >= boundMillis / 3 && mayEndClause(before, after)) {
                    clause = i;
                }
            }
            anyWord = i;
        }
        if (clauseWillDo && clause > 0) {
            return clause;
        }
        if (!mustCut) {
            return 0;
        }
        if (word > 0) {
            return word;
        }
        return anyWord > 0 ? anyWord : behindFirstWord(items);
    }

    /** A first word longer than the bound stays whole. */
    private static int behindFirstWord(List<RecognizedItem> items) {
        for (int i = 1; i < items.size(); i++) {
            if (!items.get(i).punctuation()) {
                return i;
            }
        }
        return 0;
    }

    private boolean mayEndClause(RecognizedItem before, RecognizedItem after) {
        return before.punctuation()
                || after.startMillis() - before.endMillis() >= PAUSE_MILLIS
                || conjunctions.contains(after.text().toLowerCase(Locale.ROOT));
    }

    private static boolean endsSentence(RecognizedItem item) {
        return item.punctuation() && SENTENCE_ENDS.contains(item.text());
    }
}
