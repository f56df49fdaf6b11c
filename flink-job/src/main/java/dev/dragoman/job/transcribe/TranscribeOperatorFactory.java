package dev.dragoman.job.transcribe;

import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Utterance;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes {@link TranscribeOperator}s. */
final class TranscribeOperatorFactory extends AbstractStreamOperatorFactory<Utterance>
        implements OneInputStreamOperatorFactory<Pcm, Utterance> {

    private final TranscriberFactory transcribers;
    private final TranscribeSettings settings;

    TranscribeOperatorFactory(TranscriberFactory transcribers, TranscribeSettings settings) {
        this.transcribers = transcribers;
        this.settings = settings;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // Flink's signature lets the caller choose the type; there is only one
    public <T extends StreamOperator<Utterance>> T createStreamOperator(
            StreamOperatorParameters<Utterance> parameters) {
        return (T) new TranscribeOperator(parameters, transcribers, settings);
    }

    @Override
    @SuppressWarnings("rawtypes") // Flink's signature
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return TranscribeOperator.class;
    }
}
