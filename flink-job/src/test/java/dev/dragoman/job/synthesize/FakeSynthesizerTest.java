package dev.dragoman.job.synthesize;

class FakeSynthesizerTest extends SynthesizerContract {

    @Override
    protected Synthesizer synthesizer() {
        return new FakeSynthesizer();
    }
}
