package dev.dragoman.local.contract;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.translate.AwsTranslator;
import dev.dragoman.job.translate.Translator;
import dev.dragoman.job.translate.TranslatorContract;
import dev.dragoman.local.translate.LocalTranslate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class TranslatorAtLocalTranslateTest extends TranslatorContract {

    private static LocalTranslate translate;
    private static Translator translator;

    @BeforeAll
    static void start() {
        Anybody.signs();
        translate = LocalTranslate.start();
        translator = AwsTranslator.at(AwsEndpoint.of("eu-central-1", translate.endpoint()), 10)
                .create();
    }

    @AfterAll
    static void stop() {
        translator.close();
        translate.close();
    }

    @Override
    protected Translator translator() {
        return translator;
    }
}
