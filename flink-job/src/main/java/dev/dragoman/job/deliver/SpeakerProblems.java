package dev.dragoman.job.deliver;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Notification;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ProtocolJson;
import org.apache.flink.api.common.functions.MapFunction;

/** Tells a speaker what is wrong with a recording, in words and with what is accepted instead. */
public final class SpeakerProblems implements MapFunction<DeadLetter, Notification> {

    @Override
    public Notification map(DeadLetter letter) {
        Problem problem = Problem.ofSession(code(letter.reason()), words(letter), letter.sessionId());
        return new Notification(letter.sessionId(), ConnectionItem.SPEAKER, ProtocolJson.write(problem), 0, false);
    }

    private static ProblemCode code(String reason) {
        return switch (reason) {
            case "NOT_WEBM", "NO_OPUS_TRACK", "UNSUPPORTED" -> ProblemCode.UNSUPPORTED_AUDIO;
            case "RECORDING_START_MISSING" -> ProblemCode.RECORDING_START_MISSING;
            case "EMPTY" -> ProblemCode.EMPTY_RECORDING;
            case "TRUNCATED" -> ProblemCode.TRUNCATED_RECORDING;
            default -> ProblemCode.DAMAGED_AUDIO;
        };
    }

    private static String words(DeadLetter letter) {
        String what = switch (code(letter.reason())) {
            case UNSUPPORTED_AUDIO ->
                "This audio can't be interpreted; accepted is WebM with Opus audio, as "
                        + "Chrome, Edge, Firefox and Safari 18.4 record it.";
            case RECORDING_START_MISSING ->
                "The start of the recording never came, and without it the rest "
                        + "can't be decoded; stop and start the recording.";
            case EMPTY_RECORDING -> "The recording held no audio; is the microphone on?";
            case TRUNCATED_RECORDING ->
                "The recording stops in the middle of a piece; what came before was " + "interpreted.";
            default -> "A part of the recording is damaged; what could be read was interpreted.";
        };
        return what + " (" + letter.detail() + ")";
    }
}
