package dev.dragoman.job.transcribe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A transcriber in memory that understands {@link Talk}s: a small model of Transcribe, with partial
 * results after every piece of audio, stable words, and final results after half a second of silence
 * or at the end. It answers in the thread that sends, unless it is told to hold its answers back.
 */
final class FakeTranscriber implements Transcriber {

    /** Loud samples that are no word. */
    static final int NOISE = 600;

    private static final int SAMPLES_PER_MILLI = 16;
    private static final int FINAL_AFTER_SAMPLES = 500 * SAMPLES_PER_MILLI;
    private static final Map<Integer, FakeTranscriber> INSTANCES = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final int id = NEXT.incrementAndGet();
    private final List<FakeStream> streams = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Map<Integer, String> vocabulary = new HashMap<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean holding;
    private int stableAfterWords = 1;
    private boolean tellsAlive = true;
    private boolean tellsItems = true;
    private int maxConcurrent;
    private String spoken = "en-US";

    FakeTranscriber() {
        INSTANCES.put(id, this);
    }

    /** What is to go wrong with one stream. */
    sealed interface Fault {

        /** Nothing. */
        record None() implements Fault {}

        /** The service does not take the stream. */
        record Refuse(StreamEvent.Cause cause) implements Fault {}

        /** The stream fails when it has got so much audio. */
        record FailAt(int audioMillis, StreamEvent.Cause cause) implements Fault {}

        /** The stream ends in good order, but by itself, when it has got so much audio. */
        record EndAt(int audioMillis) implements Fault {}

        /** The stream takes audio and says nothing any more once it has got so much. */
        record MuteAt(int audioMillis) implements Fault {}

        /** What the stream says while it has got so much audio, but not yet so much, is lost. */
        record LoseResultsBetween(int fromAudioMillis, int toAudioMillis) implements Fault {}

        /** The stream hears nothing new once it has got so much audio, and tells the same again and again. */
        record StuckAt(int audioMillis) implements Fault {}

        /** The last results are lost: the stream ends in good order without them. */
        record LoseLastResults() implements Fault {}
    }

    /** A factory that Flink can serialise. */
    TranscriberFactory factory() {
        int instance = id;
        return () -> INSTANCES.get(instance);
    }

    /** Faults for the next streams, one each, in order; later streams have none. */
    FakeTranscriber faults(Fault... next) {
        faults.addAll(List.of(next));
        return this;
    }

    /** Says that word number {@code word} is another than {@code w<number>}; a mark at its end becomes an item. */
    FakeTranscriber vocabulary(int word, String text) {
        vocabulary.put(word, text);
        return this;
    }

    /** Words are stable once so many follow. */
    FakeTranscriber stableAfter(int words) {
        stableAfterWords = words;
        return this;
    }

    /** What language it identifies, where it is asked to. */
    FakeTranscriber spokenIn(String languageCode) {
        spoken = languageCode;
        return this;
    }

    /** Says nothing at all as long as it hears nothing. */
    FakeTranscriber silentInSilence() {
        tellsAlive = false;
        return this;
    }

    /** Tells only texts and no items. */
    FakeTranscriber withoutItems() {
        tellsItems = false;
        return this;
    }

    /** Keeps its answers to itself until {@link #release()}. */
    void hold() {
        holding = true;
    }

    /** Gives the answers it kept, and further ones at once. */
    void release() {
        holding = false;
        while (!held.isEmpty()) {
            held.removeFirst().run();
        }
    }

    /** Every stream that was asked for, in order. */
    List<FakeStream> streams() {
        return streams;
    }

    long open() {
        return streams.stream().filter(stream -> !stream.over).count();
    }

    int maxConcurrent() {
        return maxConcurrent;
    }

    @Override
    public FakeStream open(StreamRequest request, Consumer<StreamEvent> listener) {
        Fault fault = faults.isEmpty() ? new Fault.None() : faults.removeFirst();
        FakeStream stream = new FakeStream(request, listener, fault);
        streams.add(stream);
        maxConcurrent = Math.max(maxConcurrent, (int) open());
        if (SourceLanguages.codeOf(request.languageCode()).isEmpty()
                || request.settings().vocabulary() != null) {
            stream.fail(StreamEvent.Cause.REFUSED);
        } else if (fault instanceof Fault.Refuse refuse) {
            stream.fail(refuse.cause());
        } else if (!(fault instanceof Fault.MuteAt mute && mute.audioMillis() == 0)) {
            stream.tell(new StreamEvent.Opened());
        }
        return stream;
    }

    @Override
    public void close() {
        streams.forEach(FakeStream::abort);
    }

    /** One stream and what came on it. */
    final class FakeStream implements TranscriptionStream {

        final StreamRequest request;
        final List<Integer> pieceMillis = new ArrayList<>();
        boolean over;
        boolean ended;
        private final Consumer<StreamEvent> listener;
        private final Fault fault;
        private final List<RecognizedItem> words = new ArrayList<>();
        private int samples;
        private int level;
        private int levelSince;
        private int silentSince;
        private int results;

        FakeStream(StreamRequest request, Consumer<StreamEvent> listener, Fault fault) {
            this.request = request;
            this.listener = listener;
            this.fault = fault;
        }

        int audioMillis() {
            return samples / SAMPLES_PER_MILLI;
        }

        @Override
        public void send(byte[] pcm) {
            if (over || ended) {
                return;
            }
            pieceMillis.add(pcm.length / 2 / SAMPLES_PER_MILLI);
            if (fault instanceof Fault.StuckAt stuck && audioMillis() >= stuck.audioMillis()) {
                tell(result(true));
                return;
            }
            boolean told = false;
            for (int i = 0; i < pcm.length; i += 2) {
                told |= hear(Math.abs((short) ((pcm[i] & 0xFF) | (pcm[i + 1] << 8))));
            }
            if (!words.isEmpty() || level > NOISE) {
                tell(result(true));
            } else if (tellsAlive && !told) {
                tell(new StreamEvent.Alive());
            }
            if (fault instanceof Fault.FailAt fail && audioMillis() >= fail.audioMillis()) {
                fail(fail.cause());
            } else if (fault instanceof Fault.EndAt end && audioMillis() >= end.audioMillis()) {
                finish(new StreamEvent.Ended());
            }
        }

        private boolean hear(int heard) {
            if (heard != level) {
                endOfLevel();
                level = heard;
                levelSince = samples;
                if (heard <= NOISE) {
                    silentSince = samples;
                }
            }
            samples++;
            if (level <= NOISE && !words.isEmpty() && samples - silentSince >= FINAL_AFTER_SAMPLES) {
                tell(result(false));
                words.clear();
                return true;
            }
            return false;
        }

        private void endOfLevel() {
            if (level > NOISE) {
                words.add(word(level - Talk.LOUDNESS, levelSince, samples));
            }
        }

        private RecognizedItem word(int number, int from, int to) {
            boolean whole = to - from == Talk.WORD_MILLIS * SAMPLES_PER_MILLI;
            String text = vocabulary.getOrDefault(number, "w" + number);
            return new RecognizedItem(
                    whole ? text : "broken-" + text, from / SAMPLES_PER_MILLI, to / SAMPLES_PER_MILLI, false, false);
        }

        private StreamEvent.Heard result(boolean partial) {
            List<RecognizedItem> heard = new ArrayList<>(words);
            if (level > NOISE) {
                heard.add(new RecognizedItem(
                        "uh", levelSince / SAMPLES_PER_MILLI, samples / SAMPLES_PER_MILLI, false, false));
            }
            List<RecognizedItem> items = new ArrayList<>();
            for (int i = 0; i < heard.size(); i++) {
                RecognizedItem word = heard.get(i);
                boolean stable = !partial || i < heard.size() - stableAfterWords;
                boolean marked = word.text().endsWith(".") || word.text().endsWith(",");
                int length = word.text().length() - (marked ? 1 : 0);
                items.add(new RecognizedItem(
                        word.text().substring(0, length), word.startMillis(), word.endMillis(), false, stable));
                if (marked) {
                    items.add(new RecognizedItem(
                            word.text().substring(length), word.endMillis(), word.endMillis(), true, stable));
                }
            }
            String text = new Wording("en").write(items);
            return new StreamEvent.Heard(new RecognitionResult(
                    "result-" + (partial ? results : results++),
                    items.get(0).startMillis(),
                    audioMillis(),
                    partial,
                    text,
                    tellsItems ? items : List.of(),
                    request.identifies() ? spoken : null));
        }

        @Override
        public void end() {
            if (over || ended) {
                return;
            }
            ended = true;
            endOfLevel();
            level = 0;
            if (!words.isEmpty() && !(fault instanceof Fault.LoseLastResults)) {
                tell(result(false));
            }
            if (!isMute()) {
                finish(new StreamEvent.Ended());
            }
        }

        @Override
        public void abort() {
            over = true;
        }

        /** The service or the connection gives the stream up. */
        void fail(StreamEvent.Cause cause) {
            finish(new StreamEvent.Failed(cause, "as told"));
        }

        private void finish(StreamEvent last) {
            tell(last);
            over = true;
        }

        private boolean isMute() {
            return fault instanceof Fault.MuteAt mute && audioMillis() >= mute.audioMillis();
        }

        private boolean losesResults() {
            return fault instanceof Fault.LoseResultsBetween lost
                    && audioMillis() >= lost.fromAudioMillis()
                    && audioMillis() < lost.toAudioMillis();
        }

        private void tell(StreamEvent event) {
            if (over || isMute() || (event instanceof StreamEvent.Heard && losesResults())) {
                return;
            }
            if (holding) {
                held.add(() -> listener.accept(event));
            } else {
                listener.accept(event);
            }
        }
    }
}
