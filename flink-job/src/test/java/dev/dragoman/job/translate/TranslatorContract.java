package dev.dragoman.job.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.service.ServiceException;
import dev.dragoman.protocol.TranslationSettings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every translator does; a subclass says which. */
public abstract class TranslatorContract {

    private static final TranslationSettings PLAIN = TranslationSettings.defaults();

    /** The translator to be held to it, from English to at least Spanish. */
    protected abstract Translator translator();

    @Test
    void translates() {
        assertThat(translator().translate("The house is white.", "en", "es", PLAIN))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .asString()
                .isNotBlank()
                .isNotEqualTo("The house is white.");
    }

    @Test
    void translatesWhateverTheTasteAlsoWhereTheLanguageHasNone() {
        TranslationSettings taste = new TranslationSettings(null, TranslationSettings.Formality.FORMAL, true, true);

        for (String language : new String[] {"es", "ca"}) {
            assertThat(translator().translate("The house is white.", "en", language, taste))
                    .succeedsWithin(10, TimeUnit.SECONDS)
                    .asString()
                    .isNotBlank();
        }
    }

    @Test
    void refusesATerminologyThatTheAccountDoesNotHave() {
        assertThat(translator()
                        .translate(
                                "The house is white.",
                                "en",
                                "es",
                                new TranslationSettings("nobody-made-it", null, false, false)))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(ServiceException.class)
                .withMessageContaining("REFUSED");
    }

    @Test
    void refusesALanguageItDoesNotKnow() {
        assertThat(translator().translate("The house is white.", "en", "xx", PLAIN))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(ServiceException.class)
                .withMessageContaining("REFUSED");
    }

    @Test
    void refusesTextOverItsLimit() {
        assertThat(translator().translate("x".repeat(Translator.MOST_BYTES + 1), "en", "es", PLAIN))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(ServiceException.class)
                .withMessageContaining("REFUSED");
    }
}
