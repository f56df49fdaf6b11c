package dev.dragoman.job.transcribe;

import dev.dragoman.job.model.Utterance;

/** What a session's recognition needs of its operator. */
interface RecognitionContext {

    /** Milliseconds by the operator's clock. */
    long now();

    /** A number that no stream of this operator had. */
    long nextNumber();

    /** Opens a stream whose events come back with its number. */
    TranscriptionStream open(StreamRequest request, long number);

    /** Asks to be told to start a stream; asking twice changes nothing. */
    void askForStart(String sessionId);

    /** Takes the asking back. */
    void withdrawStart(String sessionId);

    /** A stream that was allowed to start is over, or was not needed. */
    void streamOver();

    /** Asks for a tick at a time, or earlier. */
    void wakeAt(String sessionId, long time);

    /** Emits an utterance. */
    void emit(Utterance utterance);

    /** Emits a dead letter. */
    void bury(String sessionId, String reason, String reference, String detail);

    /** What is counted. */
    TranscribeMetrics metrics();
}
