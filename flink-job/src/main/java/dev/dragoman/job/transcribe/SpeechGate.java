package dev.dragoman.job.transcribe;

/**
 * Tells audio that may be speech from silence and steady noise, by its loudness against the quietest
 * of late. It errs towards speech: a needless stream costs a little, a lost word the talk. Only the
 * opening and closing of streams depends on it, never what is sent on an open one.
 */
final class SpeechGate {

    /** 100 ms. */
    private static final int FRAME_SAMPLES = 1_600;

    /** Below this root mean square (−52 dB of full scale) nobody speaks. */
    private static final double SILENCE = 80;

    /** Speech is at least so many times louder than the noise: 8 dB. */
    private static final double ABOVE_NOISE = 2.5;

    /** Louder noise is not believed to be noise: it may be someone who does not pause. */
    private static final double LOUDEST_NOISE = 250;

    /** How fast the noise is believed to rise, per frame; it falls at once. Doubles in 7 s. */
    private static final double RISE = 1.01;

    private double noise = SILENCE / ABOVE_NOISE;

    /** Listens to audio and says where its last speech ends, in samples from its start; 0 if there is none. */
    int lastSpeechIn(byte[] pcm) {
        int samples = pcm.length / 2;
        int last = 0;
        for (int start = 0; start < samples; start += FRAME_SAMPLES) {
            int end = Math.min(samples, start + FRAME_SAMPLES);
            double loudness = loudness(pcm, start, end);
            if (loudness >= Math.max(SILENCE, noise * ABOVE_NOISE)) {
                last = end;
            }
            noise = Math.min(LOUDEST_NOISE, Math.max(1, Math.min(loudness, noise * RISE)));
        }
        return last;
    }

    private static double loudness(byte[] pcm, int start, int end) {
        double sum = 0;
        for (int i = start; i < end; i++) {
            int sample = (short) ((pcm[2 * i] & 0xFF) | (pcm[2 * i + 1] << 8));
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / (end - start));
    }
}
