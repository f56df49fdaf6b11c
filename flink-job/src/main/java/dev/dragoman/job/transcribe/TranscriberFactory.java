package dev.dragoman.job.transcribe;

import java.io.Serializable;

/** Makes each subtask its own transcriber, where the subtask runs. */
@FunctionalInterface
public interface TranscriberFactory extends Serializable {

    /** A new transcriber; whoever asks closes it. */
    Transcriber create();
}
