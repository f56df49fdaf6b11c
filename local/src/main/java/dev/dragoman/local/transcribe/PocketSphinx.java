package dev.dragoman.local.transcribe;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.IntByReference;
import dev.dragoman.local.engine.EngineMissingException;
import org.jspecify.annotations.Nullable;

/** The few functions of libpocketsphinx 5prealpha that are needed, by their C names. */
interface PocketSphinx extends Library {

    Pointer ps_args();

    @Nullable
    Pointer ps_init(Pointer configuration);

    int ps_reinit(Pointer decoder, @Nullable Pointer configuration);

    int ps_free(Pointer decoder);

    int ps_start_stream(Pointer decoder);

    int ps_start_utt(Pointer decoder);

    int ps_process_raw(Pointer decoder, byte[] samples, NativeSize sampleCount, int noSearch, int wholeUtterance);

    int ps_end_utt(Pointer decoder);

    byte ps_get_in_speech(Pointer decoder);

    @Nullable
    Pointer ps_seg_iter(Pointer decoder);

    @Nullable
    Pointer ps_seg_next(Pointer segment);

    @Nullable
    String ps_seg_word(Pointer segment);

    void ps_seg_frames(Pointer segment, IntByReference firstFrame, IntByReference lastFrame);

    /** The functions of libsphinxbase that configure a decoder. */
    interface Base extends Library {

        @Nullable
        Pointer cmd_ln_parse_r(
                @Nullable Pointer previous, Pointer definitions, int count, StringArray arguments, int strict);

        int cmd_ln_free_r(Pointer configuration);

        void err_set_logfp(@Nullable Pointer file);
    }

    /** Both libraries, as Debian installs them. */
    record Libraries(PocketSphinx pocketSphinx, Base base) {}

    /**
     * Loads the libraries.
     *
     * @throws EngineMissingException if they are not installed; it names the package
     */
    static Libraries load() {
        try {
            Base base = Native.load("libsphinxbase.so.3", Base.class);
            PocketSphinx pocketSphinx = Native.load("libpocketsphinx.so.3", PocketSphinx.class);
            // Otherwise it fills standard error.
            base.err_set_logfp(null);
            return new Libraries(pocketSphinx, base);
        } catch (UnsatisfiedLinkError e) {
            throw new EngineMissingException("libpocketsphinx.so.3", "libpocketsphinx3", e);
        }
    }
}
