package dev.dragoman.local.polly;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.dragoman.local.engine.EngineMissingException;
import org.jspecify.annotations.Nullable;

/** The few functions of libmp3lame 3.100 that are needed, by their C names. */
interface Lame extends Library {

    @Nullable
    Pointer lame_init();

    int lame_set_in_samplerate(Pointer encoder, int hertz);

    int lame_set_out_samplerate(Pointer encoder, int hertz);

    int lame_set_num_channels(Pointer encoder, int channels);

    int lame_set_mode(Pointer encoder, int mode);

    int lame_set_brate(Pointer encoder, int kilobits);

    int lame_set_quality(Pointer encoder, int quality);

    int lame_set_bWriteVbrTag(Pointer encoder, int automatic);

    int lame_init_params(Pointer encoder);

    int lame_encode_buffer(Pointer encoder, short[] left, short @Nullable [] right, int samples, byte[] into, int size);

    int lame_encode_flush(Pointer encoder, byte[] into, int size);

    int lame_close(Pointer encoder);

    /** The library, as Debian installs it. */
    static Lame load() {
        try {
            return Native.load("libmp3lame.so.0", Lame.class);
        } catch (UnsatisfiedLinkError e) {
            throw new EngineMissingException("libmp3lame.so.0", "libmp3lame0", e);
        }
    }
}
