package dev.dragoman.job.translate;

import dev.dragoman.job.service.ServiceException;
import dev.dragoman.protocol.TranslationSettings;
import java.util.concurrent.CompletableFuture;

/** Translates text. Safe for use by many threads; never blocks. */
public interface Translator extends AutoCloseable {

    /** How much text {@link #translate} takes, in bytes of UTF-8 (the quota of Amazon Translate). */
    int MOST_BYTES = 10_000;

    /**
     * Translates a text. Asking twice is harmless.
     *
     * @param text at most {@link #MOST_BYTES} in UTF-8
     * @param sourceLanguage the text's language, a BCP 47 tag
     * @param targetLanguage the language wanted, a BCP 47 tag
     * @param how what the speaker chose; what the service can't do for the language is left out
     * @return the translation; or a failure with a {@link ServiceException}
     */
    CompletableFuture<String> translate(
            String text, String sourceLanguage, String targetLanguage, TranslationSettings how);

    @Override
    void close();
}
