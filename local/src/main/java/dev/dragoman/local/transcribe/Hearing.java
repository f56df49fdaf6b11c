package dev.dragoman.local.transcribe;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes results of one stream's sound: partial ones while somebody speaks, a final one after each
 * pause. Sound in which nobody speaks gives none. Memory is bounded: whoever speaks on without a
 * pause gets a final result at a word's end every so often, and nothing is lost at the cut. Used by
 * one thread at a time.
 */
final class Hearing {

    private static final int BYTES_PER_SECOND = Recognizer.SAMPLE_RATE * 2;
    /** Small enough that the recognizer cannot leave and enter speech unnoticed within one piece. */
    private static final int PIECE_BYTES = BYTES_PER_SECOND / 50;
    /** A cut leaves at least so much to the next utterance, so that no word is cut. */
    private static final double CUT_LEAVES_SECONDS = 0.8;
    /** And at most so much, which is heard again. */
    private static final int RECENT_BYTES = 5 * BYTES_PER_SECOND;

    private final Recognizer recognizer;
    private final double partialSeconds;
    private final double utteranceSeconds;
    private final Supplier<Stability> stabilities;
    private final Consumer<Result> results;
    private final Loudness loudness = new Loudness();
    private final byte[] recent = new byte[RECENT_BYTES];

    private Stability stability;
    private String resultId = newId();
    private List<Word> lastPartial = List.of();
    private int lastSettled;
    private boolean speaking;
    private double spokenSince;
    private double lastPartialAt = Double.NEGATIVE_INFINITY;
    private long bytesHeard;
    /** How much sound the recognizer has heard twice: its clock is ahead by so much. */
    private double heardAgain;

    private int carried = -1;

    /**
     * For one stream.
     *
     * @param recognizer one that has heard nothing; not closed here
     * @param partialSeconds the least sound between two partial results
     * @param utteranceSeconds the longest utterance without a pause
     * @param stabilities makes what settles one utterance's words
     * @param results takes what comes
     */
    Hearing(
            Recognizer recognizer,
            double partialSeconds,
            double utteranceSeconds,
            Supplier<Stability> stabilities,
            Consumer<Result> results) {
        this.recognizer = recognizer;
        this.partialSeconds = partialSeconds;
        this.utteranceSeconds = utteranceSeconds;
        this.stabilities = stabilities;
        this.results = results;
        this.stability = stabilities.get();
    }

    /** Hears more sound: 16-bit little-endian mono samples, cut anywhere. */
    void hear(byte[] pcm) {
        byte[] whole = wholeSamples(pcm);
        for (int at = 0; at < whole.length; at += PIECE_BYTES) {
            int length = Math.min(PIECE_BYTES, whole.length - at);
            loudness.hear(whole, at, length);
            for (int i = 0; i < length; i++) {
                recent[(int) ((bytesHeard + i) % RECENT_BYTES)] = whole[at + i];
            }
            bytesHeard += length;
            recognise(whole, at, length);
        }
    }

    /** The stream is over: what was said last becomes final. */
    void end() {
        if (speaking) {
            finish();
            speaking = false;
        }
    }

    private void recognise(byte[] pcm, int offset, int length) {
        recognizer.hear(pcm, offset, length);
        boolean nowSpeaking = recognizer.inSpeech();
        if (nowSpeaking && !speaking) {
            spokenSince = now();
        }
        boolean paused = speaking && !nowSpeaking;
        speaking = nowSpeaking;
        if (paused) {
            finish();
        } else if (speaking && now() - spokenSince >= utteranceSeconds) {
            cut();
        } else if (speaking && now() - lastPartialAt >= partialSeconds) {
            partial();
        }
    }

    private void partial() {
        List<Word> words = spoken(stability.settle(inStreamTime(recognizer.words()), now()));
        int settled = stability.settledWords();
        if (words.isEmpty() || (sameTexts(words, lastPartial) && settled == lastSettled)) {
            return;
        }
        lastPartialAt = now();
        lastPartial = words;
        lastSettled = settled;
        results.accept(new Result(resultId, true, Spelling.written(words), settled));
    }

    private void finish() {
        emitFinal(stability.finish(inStreamTime(recognizer.finishUtterance())));
    }

    /** Ends the utterance after a word, and begins the next one with the sound after that word. */
    private void cut() {
        List<Word> words = stability.finish(inStreamTime(recognizer.finishUtterance()));
        double now = now();
        double earliest = now - (double) RECENT_BYTES / BYTES_PER_SECOND;
        List<Word> kept = new ArrayList<>(words);
        // What was promised to stay stays.
        while (kept.size() > stability.settledWords()
                && kept.get(kept.size() - 1).endSeconds() > now - CUT_LEAVES_SECONDS
                && kept.get(kept.size() - 1).startSeconds() > earliest) {
            kept.remove(kept.size() - 1);
        }
        double from = kept.isEmpty() ? earliest : kept.get(kept.size() - 1).endSeconds();
        emitFinal(kept);
        if (kept.size() < words.size()) {
            hearAgain(Math.max(from, earliest));
        }
        spokenSince = now;
    }

    private void hearAgain(double fromSeconds) {
        int length = (int) Math.round((now() - fromSeconds) * Recognizer.SAMPLE_RATE) * 2;
        byte[] again = new byte[(int) Math.min(Math.max(length, 0), Math.min(bytesHeard, RECENT_BYTES))];
        for (int i = 0; i < again.length; i++) {
            again[i] = recent[(int) ((bytesHeard - again.length + i) % RECENT_BYTES)];
        }
        heardAgain += (double) again.length / BYTES_PER_SECOND;
        recognizer.hear(again, 0, again.length);
        speaking = recognizer.inSpeech();
    }

    private void emitFinal(List<Word> words) {
        List<Word> spoken = spoken(words);
        if (!spoken.isEmpty() || !lastPartial.isEmpty()) {
            results.accept(new Result(resultId, false, Spelling.written(spoken), spoken.size()));
        }
        resultId = newId();
        lastPartial = List.of();
        lastSettled = 0;
        lastPartialAt = Double.NEGATIVE_INFINITY;
        stability = stabilities.get();
    }

    /** These words, or none where the sound is not that of speech. */
    private List<Word> spoken(List<Word> words) {
        boolean speech = !words.isEmpty()
                && loudness.soundsLikeSpeech(
                        words.get(0).startSeconds(), words.get(words.size() - 1).endSeconds());
        return speech ? words : List.of();
    }

    private List<Word> inStreamTime(List<Word> words) {
        return heardAgain == 0
                ? words
                : words.stream().map(word -> word.earlierBy(heardAgain)).toList();
    }

    private double now() {
        return (double) bytesHeard / BYTES_PER_SECOND;
    }

    private byte[] wholeSamples(byte[] pcm) {
        int before = carried < 0 ? 0 : 1;
        int size = (pcm.length + before) & ~1;
        if (before == 0 && size == pcm.length) {
            return pcm;
        }
        byte[] whole = new byte[size];
        if (size > 0) {
            if (before == 1) {
                whole[0] = (byte) carried;
            }
            System.arraycopy(pcm, 0, whole, before, size - before);
        }
        boolean left = pcm.length + before > size;
        carried = left && pcm.length > 0 ? pcm[pcm.length - 1] & 0xff : left ? carried : -1;
        return whole;
    }

    private static boolean sameTexts(List<Word> some, List<Word> others) {
        return some.stream()
                .map(Word::text)
                .toList()
                .equals(others.stream().map(Word::text).toList());
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
