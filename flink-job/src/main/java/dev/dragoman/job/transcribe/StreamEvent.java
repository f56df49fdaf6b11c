package dev.dragoman.job.transcribe;

/** What a {@link Transcriber} tells of a stream. */
public sealed interface StreamEvent {

    /** The service took the stream. */
    record Opened() implements StreamEvent {}

    /** The service heard something. */
    record Heard(RecognitionResult result) implements StreamEvent {}

    /** The service answered without having heard anything: it is listening. */
    record Alive() implements StreamEvent {}

    /** The stream is over in good order: everything the service will say of it has been told. */
    record Ended() implements StreamEvent {}

    /**
     * The stream is over in disorder. What has no final result is to be sent again.
     *
     * @param cause what kind of failure
     * @param detail the service's own words; no spoken text
     */
    record Failed(Cause cause, String detail) implements StreamEvent {}

    /** Kinds of failure, by what can be done about them. */
    enum Cause {
        /** Too many streams or too many starts: try later, more slowly. */
        THROTTLED,
        /** The connection or the service failed: try again. */
        LOST,
        /** The service says the request is wrong; so will it again, unless it meant the stream's silence. */
        REFUSED
    }
}
