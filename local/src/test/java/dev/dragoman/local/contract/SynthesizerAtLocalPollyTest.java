package dev.dragoman.local.contract;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.synthesize.AwsSynthesizer;
import dev.dragoman.job.synthesize.Synthesizer;
import dev.dragoman.job.synthesize.SynthesizerContract;
import dev.dragoman.local.polly.LocalPolly;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SynthesizerAtLocalPollyTest extends SynthesizerContract {

    private static LocalPolly polly;
    private static Synthesizer synthesizer;

    @BeforeAll
    static void start() {
        Anybody.signs();
        polly = LocalPolly.start();
        synthesizer = AwsSynthesizer.at(AwsEndpoint.of("eu-central-1", polly.endpoint()), 24_000, 10)
                .create();
    }

    @AfterAll
    static void stop() {
        synthesizer.close();
        polly.close();
    }

    @Override
    protected Synthesizer synthesizer() {
        return synthesizer;
    }
}
