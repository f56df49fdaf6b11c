package dev.dragoman.local.transcribe;

import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.IntByReference;
import dev.dragoman.local.engine.EngineMissingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * PocketSphinx with its US English model: about 100 MB and 0.3 s of CPU to make, then 0.07 to 0.12 s of
 * CPU for each second of speech and next to none for silence.
 *
 * <p>The second search pass (fwdflat) is off: it costs 100 to 150 ms at the end of every utterance and
 * takes no errors away on the recorded talks; the lattice pass (bestpath) costs 1 to 20 ms and takes
 * away half of them.
 */
final class PocketSphinxRecognizer implements Recognizer {

    private static final Path MODEL = Path.of("/usr/share/pocketsphinx/model/en-us");
    private static final double FRAMES_PER_SECOND = 100;

    private final PocketSphinx library;
    private final Pointer decoder;
    private boolean closed;

    private PocketSphinxRecognizer(PocketSphinx library, Pointer decoder) {
        this.library = library;
        this.decoder = decoder;
        begin();
    }

    /**
     * Makes one.
     *
     * @param endpointSilence how much silence ends an utterance; 100 ms to 5 s
     * @throws EngineMissingException if the library or its model is not installed
     */
    static PocketSphinxRecognizer create(Duration endpointSilence) {
        // The library ends the whole process when a model file is missing, so look first.
        String acoustic = model("en-us");
        String language = model("en-us.lm.bin");
        String dictionary = model("cmudict-en-us.dict");
        PocketSphinx.Libraries libraries = PocketSphinx.load();
        List<String> arguments = new ArrayList<>(List.of("dragoman"));
        arguments.addAll(List.of("-hmm", acoustic, "-lm", language, "-dict", dictionary));
        arguments.addAll(List.of("-fwdflat", "no", "-bestpath", "yes"));
        // Together these take half of the CPU away, and no word is wrong on the recorded talks that was right
        // before: fewer hypotheses at a time, fewer words that begin at a time, and every second frame scored.
        arguments.addAll(List.of("-maxhmmpf", "3000", "-maxwpf", "10", "-ds", "2"));
        arguments.addAll(List.of("-vad_postspeech", Long.toString(endpointSilence.toMillis() / 10)));
        Pointer configuration = libraries
                .base()
                .cmd_ln_parse_r(
                        null,
                        libraries.pocketSphinx().ps_args(),
                        arguments.size(),
                        new StringArray(arguments.toArray(String[]::new)),
                        1);
        if (configuration == null) {
            throw new IllegalStateException("PocketSphinx refuses its arguments " + arguments);
        }
        Pointer decoder = libraries.pocketSphinx().ps_init(configuration);
        libraries.base().cmd_ln_free_r(configuration);
        if (decoder == null) {
            throw new IllegalStateException("PocketSphinx could not load its model from " + MODEL);
        }
        return new PocketSphinxRecognizer(libraries.pocketSphinx(), decoder);
    }

    private static String model(String name) {
        return EngineMissingException.require(MODEL.resolve(name), "pocketsphinx-en-us")
                .toString();
    }

    private void begin() {
        library.ps_start_stream(decoder);
        library.ps_start_utt(decoder);
    }

    /** Makes it as it was when it was new: what it has heard no longer shapes what it hears. */
    void renew() {
        library.ps_end_utt(decoder);
        if (library.ps_reinit(decoder, null) < 0) {
            throw new IllegalStateException("PocketSphinx could not load its model again");
        }
        begin();
    }

    @Override
    public void hear(byte[] pcm, int offset, int length) {
        byte[] samples = offset == 0 ? pcm : Arrays.copyOfRange(pcm, offset, offset + length);
        library.ps_process_raw(decoder, samples, new NativeSize(length / 2), 0, 0);
    }

    @Override
    public boolean inSpeech() {
        return library.ps_get_in_speech(decoder) != 0;
    }

    @Override
    public List<Word> words() {
        List<Word> words = new ArrayList<>();
        IntByReference first = new IntByReference();
        IntByReference last = new IntByReference();
        for (Pointer segment = library.ps_seg_iter(decoder); segment != null; segment = library.ps_seg_next(segment)) {
            String text = library.ps_seg_word(segment);
            if (text != null && !isFiller(text)) {
                library.ps_seg_frames(segment, first, last);
                words.add(new Word(
                        withoutVariant(text),
                        first.getValue() / FRAMES_PER_SECOND,
                        (last.getValue() + 1) / FRAMES_PER_SECOND));
            }
        }
        return words;
    }

    @Override
    public List<Word> finishUtterance() {
        library.ps_end_utt(decoder);
        List<Word> words = words();
        library.ps_start_utt(decoder);
        return words;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            library.ps_free(decoder);
        }
    }

    private static boolean isFiller(String text) {
        return text.startsWith("<") || text.startsWith("[") || text.startsWith("+");
    }

    /** The dictionary writes a word's second pronunciation as {@code word(2)}. */
    private static String withoutVariant(String text) {
        int bracket = text.indexOf('(');
        return bracket > 0 ? text.substring(0, bracket) : text;
    }
}
