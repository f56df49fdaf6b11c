package dev.dragoman.job.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.Chunk;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.SessionInput;
import dev.dragoman.protocol.RecordingEnded;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.SessionStarted;
import dev.dragoman.samples.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time and state of reassembly, on what browsers really sent. */
class ReassembleTest {

    private static final String SESSION = "golden-eagle-427";
    private static final long START = 1_000_000;
    private static final BatchSettings SETTINGS =
            new BatchSettings(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofHours(2));

    private KeyedOneInputStreamOperatorTestHarness<String, SessionInput, Batch> job;

    @BeforeEach
    void start() throws Exception {
        job = harness();
        job.open();
    }

    @AfterEach
    void stop() throws Exception {
        job.close();
    }

    @Test
    void everySampleIsInExactlyOneBatch() throws Exception {
        // Given
        Recording talk = Recording.load("talk-cr-mic-24k-250");

        // When
        feed(started());
        feed(inputs(talk));
        feed(ended(1, talk.chunks().size()));

        // Then
        List<Batch> batches = batches();
        long at = 0;
        for (Batch batch : batches) {
            assertThat(batch.mediaStart48k()).isEqualTo(at);
            at += batch.samples48k();
        }
        assertThat(at).isEqualTo(talk.expected().samples48k());
        assertThat(batches.get(batches.size() - 1).endOfSession()).isTrue();
        assertThat(letters()).isEmpty();
    }

    @Test
    void aWindowThatIsCompleteDoesNotWaitForAnything() throws Exception {
        // Given
        Recording talk = Recording.load("cr-mic-24k-250");

        // When no watermark comes at all
        feed(started());
        feed(inputs(talk).subList(0, 2));

        // Then
        assertThat(batches()).hasSize(1);
        assertThat(batches().get(0).samples48k()).isGreaterThanOrEqualTo(500 * 48);
    }

    @Test
    void theTailBeforeAPauseGoesOutWhenItsWindowHasPassed() throws Exception {
        // Given
        Recording talk = Recording.load("cr-mic-24k-250");
        feed(started());
        feed(inputs(talk).subList(0, 1));
        assertThat(batches()).isEmpty();

        // When
        job.processWatermark(new Watermark(START + 499));
        assertThat(batches()).isEmpty();
        job.processWatermark(new Watermark(START + 500));

        // Then
        assertThat(batches()).hasSize(1);
    }

    @Test
    void disorderAndRepetitionWithinTheBoundChangeNothing() throws Exception {
        for (int seed = 0; seed < 10; seed++) {
            // Given
            Recording talk = Recording.load("ff-wa-24k-250");
            feed(started());
            feed(inputs(talk));
            feed(ended(1, talk.chunks().size()));
            List<String> expected = contents(batches());
            restart();

            // When
            feed(started());
            feed(shuffledWithDuplicates(inputs(talk), new Random(seed)));
            feed(ended(1, talk.chunks().size()));

            // Then
            assertThat(contents(batches())).isEqualTo(expected);
            assertThat(letters()).isEmpty();
            restart();
        }
    }

    @Test
    void aChunkThatNeverComesIsAGapAfterTheLatenessAndNoSooner() throws Exception {
        // Given
        Recording talk = Recording.load("cr-mic-24k-250");
        List<SessionInput> inputs = inputs(talk);
        feed(started());
        feed(inputs.subList(0, 10));
        int before = batches().size();

        // When
        feed(inputs.subList(11, 20));
        long eleventh = inputs.get(11).serverMillis();
        job.processWatermark(new Watermark(eleventh + 1_999));

        // Then
        assertThat(batches().size()).isLessThanOrEqualTo(before + 1);
        assertThat(letters()).isEmpty();

        // When
        job.processWatermark(new Watermark(eleventh + 2_000));
        feed(inputs.subList(20, inputs.size()));
        feed(ended(1, inputs.size()));

        // Then
        assertThat(letters()).extracting(DeadLetter::reason).containsExactly("GAP");
        assertThat(letters().get(0).reference()).isEqualTo("recording 0, chunks 10 to 10");
        Batch end = batches().get(batches().size() - 1);
        assertThat(end.gaps()).isEqualTo(1);
        assertThat(end.mediaStart48k()).isEqualTo(talk.expected().samples48k());
    }

    @Test
    void aChunkThatComesAfterItWasGivenUpIsADeadLetterAndNotADuplicate() throws Exception {
        // Given
        List<SessionInput> inputs = inputs(Recording.load("cr-mic-24k-250"));
        feed(started());
        feed(inputs.subList(0, 5));
        feed(inputs.subList(6, 10));
        job.processWatermark(new Watermark(inputs.get(9).serverMillis() + 2_000));

        // When
        feed(List.of(inputs.get(5), inputs.get(2)));

        // Then
        assertThat(letters()).extracting(DeadLetter::reason).containsExactly("GAP", "LATE_CHUNK");
    }

    @Test
    void aChunkThatCannotBeFetchedIsAGapAtOnce() throws Exception {
        // Given
        List<SessionInput> inputs = inputs(Recording.load("cr-mic-24k-250"));
        SessionInput lost = inputs.get(5);
        DeadLetter why = new DeadLetter("fetch", "CHUNK_NOT_FOUND", SESSION, "s3://b/k", "gone", START);
        feed(started());
        feed(inputs.subList(0, 5));

        // When
        feed(new SessionInput(SESSION, lost.serverMillis(), null, new Chunk(0, 5, "s3://b/k", null), null, null, why));
        feed(inputs.subList(6, 12));

        // Then
        assertThat(letters()).extracting(DeadLetter::reason).containsExactly("CHUNK_NOT_FOUND", "GAP");
        assertThat(batches().get(batches().size() - 1).gaps()).isEqualTo(1);
    }

    @Test
    void theEndWaitsForWhatItSaysThereWasAndNoLongerThanTheLateness() throws Exception {
        // Given
        List<SessionInput> inputs = inputs(Recording.load("cr-mic-24k-250"));
        feed(started());
        feed(inputs.subList(0, 10));

        // When
        SessionInput end = ended(1, 12);
        feed(end);

        // Then
        assertThat(batches()).noneMatch(Batch::endOfSession);
        job.processWatermark(new Watermark(end.serverMillis() + 2_000));
        assertThat(batches().get(batches().size() - 1).endOfSession()).isTrue();
        assertThat(letters()).extracting(DeadLetter::reason).contains("GAP");
    }

    @Test
    void aSecondRecordingGoesOnInMediaTime() throws Exception {
        // Given
        Recording talk = Recording.load(Recording.RESTART);
        int first = (int) talk.chunks().stream().filter(c -> c.recorder() == 0).count();

        // When
        feed(started());
        List<SessionInput> inputs = inputs(talk);
        feed(inputs.subList(0, first));
        feed(new SessionInput(
                SESSION,
                START + 6_000,
                null,
                null,
                new RecordingEnded(1, SESSION, START + 6_000, 0, first, false),
                null,
                null));
        feed(inputs.subList(first, inputs.size()));
        feed(ended(2, inputs.size() - first));

        // Then
        List<Batch> batches = batches();
        assertThat(batches.stream().mapToLong(Batch::samples48k).sum())
                .isEqualTo(talk.expected().samples48k());
        assertThat(batches.get(batches.size() - 1).mediaStart48k())
                .isEqualTo(talk.expected().samples48k());
        assertThat(letters()).isEmpty();
    }

    @Test
    void whatIsNotWebmCostsItsRecordingAndTellsTheSpeaker() throws Exception {
        for (String name : Recording.NOT_WEBM) {
            // Given
            Recording talk = Recording.load(name);

            // When
            feed(started());
            feed(inputs(talk));
            feed(ended(1, talk.chunks().size()));

            // Then
            assertThat(letters()).extracting(DeadLetter::reason).containsExactly("NOT_WEBM");
            assertThat(problems()).hasSize(1);
            assertThat(batches()).hasSize(1).allMatch(Batch::endOfSession);
            restart();
        }
    }

    @Test
    void aRecordingWhoseStartNeverCameSaysSo() throws Exception {
        // Given
        List<SessionInput> inputs = inputs(Recording.load("cr-mic-24k-250"));
        feed(started());

        // When
        feed(inputs.subList(1, inputs.size()));
        job.processWatermark(new Watermark(START + 60_000));
        feed(ended(1, inputs.size()));

        // Then
        assertThat(letters()).extracting(DeadLetter::reason).containsExactly("GAP", "RECORDING_START_MISSING");
        assertThat(problems()).hasSize(1);
    }

    @Test
    void anEmptyAndATruncatedRecordingSaySo() throws Exception {
        // Given an empty one
        feed(started());
        feed(chunk(0, 0, START, new byte[0]));
        feed(ended(1, 1));
        assertThat(problems()).extracting(DeadLetter::reason).containsExactly("EMPTY");
        restart();

        // Given one cut inside an element
        Recording talk = Recording.load("cr-mic-24k-250");
        feed(started());
        feed(inputs(talk).subList(0, 10));

        // When
        feed(ended(1, 10));

        // Then
        assertThat(problems()).extracting(DeadLetter::reason).containsExactly("TRUNCATED");
        assertThat(batches().get(batches().size() - 1).endOfSession()).isTrue();
    }

    @Test
    void chunksOfASessionThatNeverStartedAreDeadLetters() throws Exception {
        // Given
        List<SessionInput> inputs = inputs(Recording.load("cr-mic-24k-250"));

        // When
        feed(inputs.subList(0, 3));
        job.processWatermark(new Watermark(START + 60_000));

        // Then
        assertThat(letters())
                .extracting(DeadLetter::reason)
                .containsOnly("UNKNOWN_SESSION")
                .hasSize(3);
    }

    @Test
    void aRestoredJobMakesTheSameBatches() throws Exception {
        // Given
        Recording talk = Recording.load("talk-ff-wa-24k-250");
        List<SessionInput> inputs = inputs(talk);
        feed(started());
        feed(inputs);
        feed(ended(1, inputs.size()));
        List<String> expected = contents(batches());
        restart();

        // When it is stopped and restored after every seventh chunk
        List<Batch> seen = new ArrayList<>();
        feed(started());
        for (int i = 0; i < inputs.size(); i++) {
            feed(inputs.get(i));
            if (i % 7 == 3) {
                OperatorSubtaskState state = job.snapshot(i, i);
                seen.addAll(batches());
                job.close();
                job = harness();
                job.initializeState(state);
                job.open();
            }
        }
        feed(ended(1, inputs.size()));
        seen.addAll(batches());

        // Then
        assertThat(contents(seen)).isEqualTo(expected);
    }

    @Test
    void aPauseFlushesAndWhatComesAfterItIsInWindowsAgain() throws Exception {
        // Given
        Recording talk = Recording.load("cr-mic-24k-250");
        List<SessionInput> chunks = inputs(talk);
        feed(started());
        feed(chunks.subList(0, 5));

        // When
        feed(paused(0, 5));
        int beforeThePause = batches().size();
        feed(chunks.subList(5, chunks.size()));
        feed(paused(0, 5)); // once more, late

        // Then: the last quarter second was not held back, and afterwards a batch is half a second again
        assertThat(batches().get(beforeThePause - 1).samples48k()).isLessThan(500 * 48);
        assertThat(batches().subList(beforeThePause, batches().size()))
                .allSatisfy(batch -> assertThat(batch.samples48k()).isGreaterThanOrEqualTo(500 * 48));
    }

    @Test
    void theEndOfARecordingThatIsNotReachedYetIsRemembered() throws Exception {
        // Given
        Recording talk = Recording.load("cr-mic-24k-250");
        int chunks = talk.chunks().size();
        feed(started());

        // When the ends overtake the audio
        feed(ofEnd(1, chunks));
        feed(ofEnd(0, chunks));
        for (int recording = 0; recording < 3; recording++) {
            for (int i = 0; i < chunks; i++) {
                feed(chunk(
                        recording,
                        i,
                        START + recording * 60_000L + i * 250L,
                        talk.chunks().get(i).bytes()));
            }
        }

        // Then: nothing waits for anything, so no watermark was needed
        assertThat(batches().stream().mapToLong(Batch::samples48k).sum())
                .isGreaterThan(2L * talk.expected().samples48k());
        assertThat(letters()).isEmpty();
    }

    @Test
    void aSessionThatIsOverStaysOverAndKeepsNoAudio() throws Exception {
        // Given
        Recording talk = Recording.load("cr-mic-24k-250");
        feed(started());
        int empty = job.snapshot(1, 1).getManagedKeyedState().stream()
                .mapToInt(state -> (int) state.getStateSize())
                .sum();
        feed(inputs(talk));
        feed(ended(1, talk.chunks().size()));
        int batches = batches().size();

        // When everything comes once more
        feed(started());
        feed(inputs(talk));
        feed(ended(1, talk.chunks().size()));
        job.processWatermark(new Watermark(START + 600_000));

        // Then
        assertThat(batches()).hasSize(batches);
        assertThat(job.snapshot(2, 2).getManagedKeyedState().stream()
                        .mapToInt(state -> (int) state.getStateSize())
                        .sum())
                .isLessThanOrEqualTo(empty);
    }

    @Test
    void aForgottenSessionLeavesNoStateAndNoTimers() throws Exception {
        // Given
        List<SessionInput> inputs = inputs(Recording.load("cr-mic-24k-250"));
        feed(started());
        feed(inputs);
        feed(ended(1, inputs.size()));

        // When
        job.processWatermark(new Watermark(START + Duration.ofHours(5).toMillis()));

        // Then
        assertThat(job.numKeyedStateEntries()).isZero();
        assertThat(job.numEventTimeTimers()).isZero();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SessionInput, Batch> harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new Reassemble(SETTINGS)), SessionInput::sessionId, Types.STRING);
    }

    private void restart() throws Exception {
        job.close();
        job = harness();
        job.open();
    }

    private void feed(SessionInput input) throws Exception {
        job.processElement(new StreamRecord<>(input, input.serverMillis()));
    }

    private void feed(List<SessionInput> inputs) throws Exception {
        for (SessionInput input : inputs) {
            feed(input);
        }
    }

    private List<Batch> batches() {
        return job.extractOutputValues();
    }

    /** What is in batches, short enough to compare. */
    private static List<String> contents(List<Batch> batches) {
        return batches.stream()
                .map(batch -> batch.mediaStart48k() + "+" + batch.samples48k() + " after " + batch.preroll48k() + ": "
                        + Arrays.hashCode(batch.webm()) + ", gaps " + batch.gaps() + ", end " + batch.endOfSession())
                .toList();
    }

    private List<DeadLetter> letters() {
        return sideOutput(Reassemble.DEAD_LETTERS);
    }

    private List<DeadLetter> problems() {
        return sideOutput(Reassemble.PROBLEMS);
    }

    private List<DeadLetter> sideOutput(OutputTag<DeadLetter> tag) {
        var output = job.getSideOutput(tag);
        return output == null
                ? List.of()
                : output.stream().map(StreamRecord::getValue).toList();
    }

    private static SessionInput started() {
        SessionStarted started = new SessionStarted(1, SESSION, START, "en", SessionSettings.defaults());
        return new SessionInput(SESSION, START, started, null, null, null, null);
    }

    private static SessionInput paused(int recording, int chunks) {
        RecordingEnded event = new RecordingEnded(1, SESSION, START, recording, chunks, true);
        return new SessionInput(SESSION, START, null, null, event, null, null);
    }

    private static SessionInput ofEnd(int recording, int chunks) {
        RecordingEnded event = new RecordingEnded(1, SESSION, START, recording, chunks, false);
        return new SessionInput(SESSION, START, null, null, event, null, null);
    }

    private static SessionInput ended(int recordings, int chunksInLast) {
        long now = START + 120_000;
        SessionEnded ended = new SessionEnded(1, SESSION, now, recordings, chunksInLast);
        return new SessionInput(SESSION, now, null, null, null, ended, null);
    }

    private static List<SessionInput> inputs(Recording recording) {
        List<SessionInput> inputs = new ArrayList<>();
        int recorder = 0;
        int sequence = 0;
        for (Recording.RecordedChunk chunk : recording.chunks()) {
            if (chunk.recorder() != recorder) {
                recorder = chunk.recorder();
                sequence = 0;
            }
            inputs.add(chunk(recorder, sequence++, START + 300L * inputs.size(), chunk.bytes()));
        }
        return inputs;
    }

    private static SessionInput chunk(int recording, int sequence, long serverMillis, byte[] bytes) {
        String location = "s3://chunks/" + recording + "/" + sequence;
        return new SessionInput(
                SESSION, serverMillis, null, new Chunk(recording, sequence, location, bytes), null, null, null);
    }

    /** Each chunk moves at most six places, and every fifth comes twice. */
    private static List<SessionInput> shuffledWithDuplicates(List<SessionInput> inputs, Random random) {
        List<SessionInput> shuffled = new ArrayList<>();
        for (int from = 0; from < inputs.size(); from += 6) {
            List<SessionInput> some = new ArrayList<>(inputs.subList(from, Math.min(from + 6, inputs.size())));
            some.addAll(some.stream().filter(input -> random.nextInt(5) == 0).toList());
            Collections.shuffle(some, random);
            shuffled.addAll(some);
        }
        return shuffled;
    }
}
