package dev.dragoman.local.talk;

import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.RecordedTalkException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * Speech as sound (16 bit, mono, 48 kHz), to make talks of that nobody has recorded: shorter, longer, without
 * pauses, with long ones. Decoding and encoding are done by the program {@code ffmpeg}. Immutable.
 */
public final class TalkAudio {

    private static final int RATE = 48_000;

    /** Sound is looked at in stretches of 10 ms. */
    private static final int FRAME = RATE / 100;

    /** A stretch is quiet below this mean amplitude, of 32,768. */
    private static final int QUIET = 150;

    /** Between sentences it is quiet for so long at least: 500 ms. */
    private static final int PAUSE_FRAMES = 50;

    /** Of every pause this much stays where it is cut: a sound's own beginning and end, 30 ms. */
    private static final int EDGE_FRAMES = 3;

    private final short[] samples;

    private TalkAudio(short[] samples) {
        this.samples = samples;
    }

    /** Decodes a WebM stream or any other file that ffmpeg knows. */
    public static TalkAudio decode(byte[] file) throws IOException {
        Path in = Files.createTempFile("dragoman-audio", ".webm");
        try {
            Files.write(in, file);
            Process ffmpeg = new ProcessBuilder(
                            "ffmpeg",
                            "-nostdin",
                            "-v",
                            "error",
                            "-i",
                            "file:" + in,
                            "-ac",
                            "1",
                            "-ar",
                            String.valueOf(RATE),
                            "-f",
                            "s16le",
                            "-")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return of(ffmpeg.getInputStream().readAllBytes());
            } finally {
                ffmpeg.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(in);
        }
    }

    /** Nothing to hear. */
    public static TalkAudio silence(Duration length) {
        return new TalkAudio(new short[(int) (length.toMillis() * RATE / 1000)]);
    }

    /** One after the other. */
    public static TalkAudio join(List<TalkAudio> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(part -> all.writeBytes(part.bytes()));
        return of(all.toByteArray());
    }

    /** The same so many times. */
    public TalkAudio times(int count) {
        return join(Collections.nCopies(count, this));
    }

    /** How long it is. */
    public Duration length() {
        return Duration.ofMillis(samples.length * 1000L / RATE);
    }

    /** The sentences, each without the pauses around it. */
    public List<TalkAudio> sentences() {
        List<TalkAudio> sentences = new ArrayList<>();
        int frames = samples.length / FRAME;
        int begin = -1;
        int end = 0;
        for (int frame = 0; frame < frames; frame++) {
            if (isQuiet(frame)) {
                continue;
            }
            if (begin >= 0 && frame - end > PAUSE_FRAMES) {
                sentences.add(frames(begin, end));
                begin = -1;
            }
            begin = begin < 0 ? frame : begin;
            end = frame + 1;
        }
        if (begin >= 0) {
            sentences.add(frames(begin, end));
        }
        return sentences;
    }

    private TalkAudio frames(int begin, int end) {
        int from = Math.max(0, begin - EDGE_FRAMES) * FRAME;
        int to = Math.min(samples.length, (end + EDGE_FRAMES) * FRAME);
        short[] part = new short[to - from];
        System.arraycopy(samples, from, part, 0, part.length);
        return new TalkAudio(part);
    }

    private boolean isQuiet(int frame) {
        long sum = 0;
        for (int i = frame * FRAME; i < (frame + 1) * FRAME; i++) {
            sum += Math.abs(samples[i]);
        }
        return sum / FRAME < QUIET;
    }

    /** As a browser's recorder would give it. */
    public RecordedTalk recorded() throws IOException, RecordedTalkException {
        Path wav = Files.createTempFile("dragoman-talk", ".wav");
        try {
            AudioFormat format = new AudioFormat(RATE, Short.SIZE, 1, true, false);
            try (AudioInputStream sound =
                    new AudioInputStream(new ByteArrayInputStream(bytes()), format, samples.length)) {
                AudioSystem.write(sound, AudioFileFormat.Type.WAVE, wav.toFile());
            }
            return RecordedTalk.read(wav);
        } finally {
            Files.deleteIfExists(wav);
        }
    }

    private static TalkAudio of(byte[] bytes) {
        short[] samples = new short[bytes.length / Short.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return new TalkAudio(samples);
    }

    private byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        return bytes.array();
    }
}
