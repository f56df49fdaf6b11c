package dev.dragoman.job.transcribe;

import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Session;
import dev.dragoman.protocol.RecognitionSettings;
import dev.dragoman.protocol.SessionSettings;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A talk whose words can be read from its samples: while word number {@code w} is spoken, samples
 * alternate between {@code 3000 + w} and its negative. So the fake can tell which words it was sent,
 * and whether it was sent them whole.
 */
final class Talk {

    static final int SAMPLES_PER_MILLI = 16;
    static final int WORD_MILLIS = 300;
    static final int LOUDNESS = 3_000;

    /** The server's clock when a talk begins. */
    static final long SERVER_START = 1_000_000;

    private final Session session;
    private final ByteArrayOutputStream pcm = new ByteArrayOutputStream();
    private final List<long[]> holes = new ArrayList<>();

    private Talk(Session session) {
        this.session = session;
    }

    static Talk in(String language) {
        return new Talk(new Session("golden-eagle-427", language, SessionSettings.defaults()));
    }

    static Talk inEnglish() {
        return in("en");
    }

    /** Likely in English. */
    static Talk with(RecognitionSettings settings) {
        return new Talk(
                new Session("golden-eagle-427", "en", SessionSettings.defaults().with(settings)));
    }

    static Talk of(String sessionId) {
        return new Talk(new Session(sessionId, "en", SessionSettings.defaults()));
    }

    /** Speaks words without a pause between them. */
    Talk words(int first, int last) {
        for (int word = first; word <= last; word++) {
            tone(LOUDNESS + word, WORD_MILLIS);
        }
        return this;
    }

    Talk pause(int millis) {
        return tone(0, millis);
    }

    /** Steady noise: loud, but no word. */
    Talk noise(int millis) {
        return tone(FakeTranscriber.NOISE, millis);
    }

    private Talk tone(int level, int millis) {
        for (int i = 0; i < millis * SAMPLES_PER_MILLI; i++) {
            int sample = i % 2 == 0 ? level : -level;
            pcm.write(sample & 0xFF);
            pcm.write(sample >> 8);
        }
        return this;
    }

    /** Nothing comes of the next milliseconds, though they pass. */
    Talk gap(int millis) {
        long start = pcm.size() / 2;
        tone(0, millis);
        holes.add(new long[] {start, pcm.size() / 2});
        return this;
    }

    long millis() {
        return pcm.size() / 2 / SAMPLES_PER_MILLI;
    }

    Session session() {
        return session;
    }

    /** The talk so far in batches of a length, without the end of the session. */
    List<Pcm> batches(int millis) {
        byte[] bytes = pcm.toByteArray();
        List<Pcm> batches = new ArrayList<>();
        int samples = millis * SAMPLES_PER_MILLI;
        int total = bytes.length / 2;
        int gaps = 0;
        int at = 0;
        while (at < total) {
            int end = Math.min(total, at + samples);
            int from = at;
            for (long[] hole : holes) {
                if (from >= hole[0] && from < hole[1]) {
                    from = (int) hole[1];
                    end = Math.max(from, end);
                    gaps++;
                } else if (from < hole[0] && hole[0] < end) {
                    end = (int) hole[0];
                }
            }
            end = Math.min(total, end);
            if (from < end) {
                batches.add(new Pcm(
                        session,
                        SERVER_START + end / SAMPLES_PER_MILLI,
                        from,
                        Arrays.copyOfRange(bytes, from * 2, end * 2),
                        false,
                        gaps));
            }
            at = end;
        }
        return batches;
    }

    /** The end of the session, behind the talk so far. */
    Pcm end() {
        return new Pcm(session, SERVER_START + millis(), millis() * SAMPLES_PER_MILLI, new byte[0], true, holes.size());
    }

    /** The text of words. */
    static String text(int first, int last) {
        List<String> words = new ArrayList<>();
        for (int word = first; word <= last; word++) {
            words.add("w" + word);
        }
        return String.join(" ", words);
    }
}
