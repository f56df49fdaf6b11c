package dev.dragoman.job.translate;

class FakeTranslatorTest extends TranslatorContract {

    @Override
    protected Translator translator() {
        return new FakeTranslator();
    }
}
