package dev.dragoman.job.transcribe;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Utterance;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * The stage from audio to utterances. Utterances come out as soon as the service tells them, each
 * session's in order: partial ones whenever their words change, final ones once, and one end when
 * the session has ended and its last words are out.
 */
public final class Transcription {

    /** The stage's name, in the graph and in dead letters. */
    static final String STAGE = "transcribe";

    /** What could not be recognised. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("transcribe-dead-letters", TypeInformation.of(DeadLetter.class));

    private Transcription() {}

    /**
     * Adds the stage to a job, under the stage's name, which is also its uid.
     *
     * @param audio each session's audio in order, keyed by session id
     * @param transcribers makes each subtask its transcriber
     * @param settings how
     */
    public static SingleOutputStreamOperator<Utterance> of(
            KeyedStream<Pcm, String> audio, TranscriberFactory transcribers, TranscribeSettings settings) {
        return audio.transform(
                        STAGE,
                        TypeInformation.of(Utterance.class),
                        new TranscribeOperatorFactory(transcribers, settings))
                .uid(STAGE);
    }
}
