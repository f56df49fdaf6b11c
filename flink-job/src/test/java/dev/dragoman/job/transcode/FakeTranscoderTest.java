package dev.dragoman.job.transcode;

class FakeTranscoderTest extends TranscoderContract {

    @Override
    Transcoder open() {
        return new FakeTranscoder();
    }
}
