package dev.dragoman.local.transcribe;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.transcribe.AwsTranscriberFactory;
import dev.dragoman.job.transcribe.Transcriber;
import dev.dragoman.job.transcribe.TranscriberContract;
import dev.dragoman.samples.Recording;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The job's own transcriber, against this endpoint, keeps the contract that the job's fake keeps. */
class TranscriberAtLocalTranscribeTest extends TranscriberContract {

    private static final byte[] SPEECH = Sound.slice(Sound.of("talk-ff-wa-24k-250"), 0, 8.6);

    private static LocalTranscribe endpoint;
    private static Transcriber transcriber;

    @BeforeAll
    static void start() {
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local-secret");
        endpoint = LocalTranscribe.start();
        transcriber = new AwsTranscriberFactory(AwsEndpoint.of("us-east-1", endpoint.endpoint())).create();
    }

    @AfterAll
    static void stop() {
        transcriber.close();
        endpoint.close();
    }

    @Override
    protected Transcriber transcriber() {
        return transcriber;
    }

    @Override
    protected byte[] speech() {
        return SPEECH.clone();
    }

    @Override
    protected String words() {
        return String.join(" ", Recording.talkSentences().subList(0, 2));
    }
}
