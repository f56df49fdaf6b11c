package dev.dragoman.job.translate;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.AwsClient;
import dev.dragoman.job.service.AwsFailure;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.protocol.TranslationSettings;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.translate.TranslateAsyncClient;
import software.amazon.awssdk.services.translate.model.Brevity;
import software.amazon.awssdk.services.translate.model.Profanity;
import software.amazon.awssdk.services.translate.model.TranslateTextRequest;
import software.amazon.awssdk.services.translate.model.TranslateTextResponse;

/** Amazon Translate. */
public final class AwsTranslator implements Translator {

    /**
     * Codes with a region that Amazon Translate knows; any other region is left out. Its {@code pt} is
     * the Portuguese of Brazil. https://docs.aws.amazon.com/translate/latest/dg/what-is-languages.html
     */
    private static final Set<String> REGIONAL = Set.of("fr-CA", "es-MX", "pt-PT", "zh-TW", "fa-AF");

    private static final Map<String, String> NAMED_OTHERWISE = Map.of("pt", "pt-PT", "pt-BR", "pt", "nb", "no");

    /**
     * Targets that can be formal or informal.
     * https://docs.aws.amazon.com/translate/latest/dg/customizing-translations-formality.html
     */
    private static final Set<String> FORMALITY =
            Set.of("nl", "fr", "fr-CA", "de", "hi", "it", "ja", "ko", "pt-PT", "es", "es-MX");

    private final TranslateAsyncClient client;

    private AwsTranslator(TranslateAsyncClient client) {
        this.client = client;
    }

    /**
     * Translators at an endpoint.
     *
     * @param connections how many requests may be under way at once; more wait
     */
    public static ServiceFactory<Translator> at(AwsEndpoint endpoint, int connections) {
        return () -> new AwsTranslator(AwsClient.at(endpoint, TranslateAsyncClient.builder(), connections));
    }

    @Override
    public CompletableFuture<String> translate(
            String text, String sourceLanguage, String targetLanguage, TranslationSettings how) {
        String target = code(targetLanguage);
        TranslateTextRequest.Builder request = TranslateTextRequest.builder()
                .text(text)
                .sourceLanguageCode(code(sourceLanguage))
                .targetLanguageCode(target);
        if (how.terminology() != null) {
            request.terminologyNames(how.terminology());
        }
        boolean formality = how.formality() != null && FORMALITY.contains(target);
        if (formality || how.maskProfanity() || how.brevity()) {
            request.settings(settings -> settings.formality(formality ? String.valueOf(how.formality()) : null)
                    .profanity(how.maskProfanity() ? Profanity.MASK : null)
                    .brevity(how.brevity() ? Brevity.ON : null));
        }
        return AwsFailure.read(client.translateText(request.build()), TranslateTextResponse::translatedText);
    }

    /** Amazon Translate's name of a language. */
    static String code(String language) {
        String named = NAMED_OTHERWISE.get(language);
        if (named != null) {
            return named;
        }
        return REGIONAL.contains(language)
                ? language
                : Locale.forLanguageTag(language).getLanguage();
    }

    @Override
    public void close() {
        client.close();
    }
}
