package dev.dragoman.job.transcribe;

/**
 * Tells audio that may be speech from silence and steady noise, by its loudness against the quietest
 * of late. It errs towards speech: a needless stream costs a little, a lost word the talk. Only the
 * opening and closing of streams depends on it, never what is sent on an open one.
 */
final class SpeechGate {

    /** 100 ms: about a syllable. */
    private static final int SYLLABLE_SAMPLES = 1_600;

    /** 20 ms: short enough that speech, but not steady noise, has quiet ones all the time. */
    private static final int FRAME_SAMPLES = 320;

    /** Below this root mean square (-52 dB of full scale) nobody speaks. */
    private static final double SILENCE = 80;

    /** Speech is at least so many times louder than the noise: 8 dB. */
    private static final double ABOVE_NOISE = 2.5;

    /** Louder noise is not believed to be noise: it may be someone who does not pause. */
    private static final double LOUDEST_NOISE = 500;

    /** How fast the noise is believed to rise, per frame; it falls at once. Doubles in 7 s. */
    private static final double RISE = 1.002;

    private double noise = SILENCE / ABOVE_NOISE;

    /**
     * What is loud enough for speech in a piece of audio.
     *
     * @param end where the last of it ends, in samples from the piece's start; 0 if there is none
     * @param samples how much it is
     */
    record Loud(int end, int samples) {}

    /** Listens to the next piece of the session's audio. */
    Loud listen(byte[] pcm) {
        int samples = pcm.length / 2;
        int last = 0;
        int loud = 0;
        for (int start = 0; start < samples; start += SYLLABLE_SAMPLES) {
            int end = Math.min(samples, start + SYLLABLE_SAMPLES);
            double energy = 0;
            for (int at = start; at < end; at += FRAME_SAMPLES) {
                energy += frame(pcm, at, Math.min(end, at + FRAME_SAMPLES));
            }
            if (Math.sqrt(energy / (end - start)) >= Math.max(SILENCE, noise * ABOVE_NOISE)) {
                last = end;
                loud += end - start;
            }
        }
        return new Loud(last, loud);
    }

    /** The energy of a frame, from which the noise is learned. */
    private double frame(byte[] pcm, int start, int end) {
        double energy = 0;
        for (int i = start; i < end; i++) {
            int sample = (short) ((pcm[2 * i] & 0xFF) | (pcm[2 * i + 1] << 8));
            energy += (double) sample * sample;
        }
        double loudness = Math.sqrt(energy / (end - start));
        noise = Math.min(LOUDEST_NOISE, Math.max(1, Math.min(loudness, noise * RISE)));
        return energy;
    }
}
