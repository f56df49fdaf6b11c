package dev.dragoman.job.transcribe;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Utterance;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The operator by itself: one thread, a clock that stands until it is moved. */
final class TranscribeHarness implements AutoCloseable {

    private final KeyedOneInputStreamOperatorTestHarness<String, Pcm, Utterance> flink;

    private TranscribeHarness(FakeTranscriber transcriber, TranscribeSettings settings) throws Exception {
        flink = new KeyedOneInputStreamOperatorTestHarness<>(
                new TranscribeOperatorFactory(transcriber.factory(), settings),
                pcm -> pcm.session().sessionId(),
                Types.STRING);
        flink.setProcessingTime(Talk.SERVER_START);
    }

    static TranscribeHarness opened(FakeTranscriber transcriber) throws Exception {
        return opened(transcriber, TranscribeSettings.defaults());
    }

    static TranscribeHarness opened(FakeTranscriber transcriber, TranscribeSettings settings) throws Exception {
        TranscribeHarness harness = new TranscribeHarness(transcriber, settings);
        harness.flink.open();
        harness.runMails();
        return harness;
    }

    static TranscribeHarness restored(FakeTranscriber transcriber, OperatorSubtaskState state) throws Exception {
        TranscribeHarness harness = new TranscribeHarness(transcriber, TranscribeSettings.defaults());
        harness.flink.initializeState(state);
        harness.flink.open();
        harness.runMails();
        return harness;
    }

    OperatorSubtaskState snapshot() throws Exception {
        return flink.snapshot(1, flink.getProcessingTime());
    }

    /** Each batch comes when its last sample was spoken. */
    void speak(List<Pcm> batches) throws Exception {
        for (Pcm batch : batches) {
            long due = Talk.SERVER_START + batch.serverMillis() - Talk.SERVER_START;
            while (flink.getProcessingTime() < due) {
                pass(Math.min(50, due - flink.getProcessingTime()));
            }
            receive(batch);
        }
    }

    void receive(Pcm pcm) throws Exception {
        flink.processElement(new StreamRecord<>(pcm, pcm.serverMillis()));
        runMails();
    }

    /** Time passes, in small steps. */
    void pass(long millis) throws Exception {
        long until = flink.getProcessingTime() + millis;
        while (flink.getProcessingTime() < until) {
            flink.setProcessingTime(Math.min(until, flink.getProcessingTime() + 50));
            runMails();
        }
    }

    void runMails() throws Exception {
        Optional<Mail> mail = flink.getTaskMailbox().tryTake(0);
        while (mail.isPresent()) {
            mail.get().run();
            mail = flink.getTaskMailbox().tryTake(0);
        }
    }

    void endInput() throws Exception {
        flink.endInput();
    }

    List<Utterance> finals() {
        return of(Utterance.Kind.FINAL);
    }

    List<Utterance> partials() {
        return of(Utterance.Kind.PARTIAL);
    }

    List<Utterance> ends() {
        return of(Utterance.Kind.END);
    }

    private List<Utterance> of(Utterance.Kind kind) {
        return flink.extractOutputValues().stream()
                .filter(utterance -> utterance.kind() == kind)
                .toList();
    }

    List<Utterance> all() {
        return flink.extractOutputValues();
    }

    /** All final words, as one text. */
    String text() {
        return finals().stream().map(Utterance::text).collect(Collectors.joining(" "));
    }

    List<DeadLetter> deadLetters() {
        var letters = flink.getSideOutput(Transcription.DEAD_LETTERS);
        return letters == null
                ? List.of()
                : letters.stream().map(StreamRecord::getValue).toList();
    }

    int stateEntries() {
        return flink.numKeyedStateEntries();
    }

    @Override
    public void close() {
        try {
            flink.close();
        } catch (Exception e) {
            throw new IllegalStateException("the operator does not close", e);
        }
    }
}
