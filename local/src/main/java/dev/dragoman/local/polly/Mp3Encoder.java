package dev.dragoman.local.polly;

import com.sun.jna.Pointer;
import java.util.Arrays;

/**
 * Encodes speech as MP3 of a constant bit rate, in this process: a program of its own would take 50 to
 * 100 ms longer for each sentence. Safe to use from many threads.
 */
final class Mp3Encoder {

    private static final int MONO = 3;
    /** LAME's scale from 0, best, to 9, fastest. */
    private static final int QUALITY = 7;

    private final Lame lame;

    Mp3Encoder(Lame lame) {
        this.lame = lame;
    }

    /**
     * Encodes.
     *
     * @param speech the samples
     * @param sampleRate the MP3's samples per second: 8000, 16000, 22050 or 24000
     */
    byte[] encode(Speech speech, int sampleRate) {
        Pointer encoder = lame.lame_init();
        if (encoder == null) {
            throw new IllegalStateException("LAME has no memory for an encoder");
        }
        try {
            lame.lame_set_in_samplerate(encoder, speech.sampleRate());
            lame.lame_set_out_samplerate(encoder, sampleRate);
            lame.lame_set_num_channels(encoder, 1);
            lame.lame_set_mode(encoder, MONO);
            lame.lame_set_brate(encoder, kilobits(sampleRate));
            lame.lame_set_quality(encoder, QUALITY);
            // The tag's frame would be a silent one at the beginning.
            lame.lame_set_bWriteVbrTag(encoder, 0);
            if (lame.lame_init_params(encoder) < 0) {
                throw new IllegalStateException("LAME refuses " + sampleRate + " Hz");
            }
            short[] samples = speech.samples();
            // LAME's own bound for its output: 1.25 bytes a sample and 7,200; doubled for resampling.
            byte[] mp3 = new byte[samples.length * 5 / 2 + 14_400];
            int encoded = written(lame.lame_encode_buffer(encoder, samples, null, samples.length, mp3, mp3.length));
            byte[] rest = new byte[14_400];
            int flushed = written(lame.lame_encode_flush(encoder, rest, rest.length));
            byte[] all = Arrays.copyOf(mp3, encoded + flushed);
            System.arraycopy(rest, 0, all, encoded, flushed);
            return all;
        } finally {
            lame.lame_close(encoder);
        }
    }

    /** Polly's bit rates lie about there. */
    private static int kilobits(int sampleRate) {
        return switch (sampleRate) {
            case 8_000 -> 24;
            case 16_000 -> 32;
            default -> 48;
        };
    }

    private static int written(int bytes) {
        if (bytes < 0) {
            throw new IllegalStateException("LAME failed with " + bytes);
        }
        return bytes;
    }
}
