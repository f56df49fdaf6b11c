package dev.dragoman.job.translate;

class FakeTranslatorTest extends TranslatorContract {

    @Override
    Translator translator() {
        return new FakeTranslator();
    }
}
