package dev.dragoman.local.transcribe;

import java.util.ArrayList;
import java.util.List;

/**
 * Understands sound in which each word is a loudness of its own, see {@link #say}. Counts what it
 * hears like the real one: its clock never goes back, and sound heard twice takes time twice.
 */
final class FakeRecognizer implements Recognizer {

    private static final int FRAME_BYTES = 320;
    private static final int FRAMES_PER_WORD = 30;
    private static final int SILENT_FRAMES_PER_WORD = 8;
    private static final int PAUSE_FRAMES = 50;
    private static final int STEP = 100;

    private final List<Integer> utterance = new ArrayList<>();
    private int framesBefore;
    private int silentFrames = PAUSE_FRAMES;
    private int loudest;
    private int bytesInFrame;

    /** The sound of words {@code w10} and so on, 0.3 s each without a pause between them. */
    static byte[] say(int firstWord, int words) {
        byte[] sound = new byte[words * FRAMES_PER_WORD * FRAME_BYTES];
        for (int i = 0; i < sound.length; i += 2) {
            int frame = i / FRAME_BYTES;
            boolean silent = frame % FRAMES_PER_WORD >= FRAMES_PER_WORD - SILENT_FRAMES_PER_WORD;
            int level = silent ? 0 : (firstWord + frame / FRAMES_PER_WORD) * STEP;
            int sample = i % 4 == 0 ? level : -level;
            sound[i] = (byte) sample;
            sound[i + 1] = (byte) (sample >> 8);
        }
        return sound;
    }

    @Override
    public void hear(byte[] pcm, int offset, int length) {
        for (int at = offset; at < offset + length; at += 2) {
            loudest = Math.max(loudest, Math.abs((short) ((pcm[at] & 0xff) | pcm[at + 1] << 8)));
            bytesInFrame += 2;
            if (bytesInFrame == FRAME_BYTES) {
                utterance.add(loudest / STEP);
                silentFrames = loudest == 0 ? silentFrames + 1 : 0;
                loudest = 0;
                bytesInFrame = 0;
            }
        }
    }

    @Override
    public boolean inSpeech() {
        return silentFrames < PAUSE_FRAMES;
    }

    @Override
    public List<Word> words() {
        List<Word> words = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= utterance.size(); i++) {
            if (i == utterance.size() || !utterance.get(i).equals(utterance.get(from))) {
                if (utterance.get(from) > 0) {
                    words.add(new Word(
                            "w" + utterance.get(from), (framesBefore + from) / 100.0, (framesBefore + i) / 100.0));
                }
                from = i;
            }
        }
        return words;
    }

    @Override
    public List<Word> finishUtterance() {
        List<Word> words = words();
        framesBefore += utterance.size();
        utterance.clear();
        return words;
    }

    @Override
    public void close() {}
}
