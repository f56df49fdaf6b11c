package dev.dragoman.local.transcribe;

import java.util.ArrayList;
import java.util.List;

/**
 * Hears a word wherever it is loud for 300 ms, and counts them instead of understanding them. Takes next to
 * no CPU: for measuring everything around the recognition.
 */
final class CountingRecognizer implements Recognizer {

    private static final int QUIET = 150;
    private static final double WORD_SECONDS = 0.3;
    private static final List<String> WORDS = List.of("one", "two", "three", "four", "five", "six", "seven", "eight");

    private final double endpointSeconds;
    private final List<Word> words = new ArrayList<>();
    private long samples;
    private double wordBegan = -1;
    private double lastLoud = Double.NEGATIVE_INFINITY;

    CountingRecognizer(double endpointSeconds) {
        this.endpointSeconds = endpointSeconds;
    }

    @Override
    public void hear(byte[] pcm, int offset, int length) {
        double began = seconds();
        long sum = 0;
        for (int at = offset; at < offset + length; at += 2) {
            sum += Math.abs((short) ((pcm[at] & 0xff) | pcm[at + 1] << 8));
        }
        samples += length / 2;
        boolean loud = length > 0 && sum / (length / 2) >= QUIET;
        if (loud) {
            lastLoud = seconds();
            wordBegan = wordBegan < 0 ? began : wordBegan;
        }
        if (wordBegan >= 0 && (!loud || seconds() - wordBegan >= WORD_SECONDS)) {
            words.add(new Word(WORDS.get(words.size() % WORDS.size()), wordBegan, seconds()));
            wordBegan = -1;
        }
    }

    @Override
    public boolean inSpeech() {
        return seconds() - lastLoud < endpointSeconds;
    }

    @Override
    public List<Word> words() {
        return List.copyOf(words);
    }

    @Override
    public List<Word> finishUtterance() {
        List<Word> finished = List.copyOf(words);
        words.clear();
        wordBegan = -1;
        return finished;
    }

    private double seconds() {
        return (double) samples / SAMPLE_RATE;
    }

    @Override
    public void close() {}

    /** As many as are asked for. */
    static final class Source implements Recognizers {

        private final double endpointSeconds;

        Source(double endpointSeconds) {
            this.endpointSeconds = endpointSeconds;
        }

        @Override
        public Recognizer take() {
            return new CountingRecognizer(endpointSeconds);
        }

        @Override
        public void giveBack(Recognizer used) {
            used.close();
        }

        @Override
        public void close() {}
    }
}
