package dev.dragoman.local.polly;

/**
 * What an MP3's frames say, all of them read.
 *
 * @param sampleRate samples per second
 * @param channels 1 or 2
 * @param kilobits per second
 * @param seconds how long it lasts
 */
record Mp3Frames(int sampleRate, int channels, int kilobits, double seconds) {

    private static final int[] MPEG1_KILOBITS = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] MPEG2_KILOBITS = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] MPEG1_RATES = {44_100, 48_000, 32_000};

    /** Reads layer III frames from the first byte to the last; anything else fails. */
    static Mp3Frames of(byte[] mp3) {
        int at = 0;
        double seconds = 0;
        Mp3Frames last = null;
        while (at < mp3.length) {
            if ((mp3[at] & 0xff) != 0xff || (mp3[at + 1] & 0xe6) != 0xe2) {
                throw new AssertionError("no layer III frame at byte " + at + " of " + mp3.length);
            }
            int version = mp3[at + 1] >> 3 & 3;
            boolean mpeg1 = version == 3;
            int kilobits = (mpeg1 ? MPEG1_KILOBITS : MPEG2_KILOBITS)[mp3[at + 2] >> 4 & 15];
            int rate = MPEG1_RATES[mp3[at + 2] >> 2 & 3] / (mpeg1 ? 1 : version == 2 ? 2 : 4);
            int samples = mpeg1 ? 1_152 : 576;
            seconds += (double) samples / rate;
            last = new Mp3Frames(rate, (mp3[at + 3] >> 6 & 3) == 3 ? 1 : 2, kilobits, seconds);
            at += samples / 8 * kilobits * 1_000 / rate + (mp3[at + 2] >> 1 & 1);
        }
        if (last == null) {
            throw new AssertionError("no frame at all");
        }
        return last;
    }
}
