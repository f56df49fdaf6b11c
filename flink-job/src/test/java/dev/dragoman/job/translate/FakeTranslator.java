package dev.dragoman.job.translate;

import dev.dragoman.job.service.Faults;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.protocol.TranslationSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A translator that puts the language before the text: {@code es:Hello.} */
final class FakeTranslator implements Translator {

    final Faults faults = new Faults();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<TranslationSettings> hows = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    @Override
    public CompletableFuture<String> translate(
            String text, String sourceLanguage, String targetLanguage, TranslationSettings how) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return CompletableFuture.failedFuture(ServiceException.refused("TextSizeLimitExceededException"));
        }
        if (how.terminology() != null) {
            return CompletableFuture.failedFuture(ServiceException.refused("ResourceNotFoundException"));
        }
        if (!Set.of("en", "es", "ca", "fr").contains(targetLanguage)) {
            return CompletableFuture.failedFuture(ServiceException.refused("UnsupportedLanguagePairException"));
        }
        asked.add(text);
        hows.add(how);
        return faults.call(() -> targetLanguage + ":" + text);
    }

    @Override
    public void close() {
        closed = true;
    }
}
