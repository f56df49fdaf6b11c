package dev.dragoman.job.synthesize;

class FakeSynthesizerTest extends SynthesizerContract {

    @Override
    Synthesizer synthesizer() {
        return new FakeSynthesizer();
    }
}
