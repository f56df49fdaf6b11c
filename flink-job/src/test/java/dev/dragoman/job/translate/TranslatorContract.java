package dev.dragoman.job.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.service.ServiceException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every translator does; a subclass says which. */
public abstract class TranslatorContract {

    /** The translator to be held to it, from English to at least Spanish. */
    protected abstract Translator translator();

    @Test
    void translates() {
        assertThat(translator().translate("The house is white.", "en", "es"))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .asString()
                .isNotBlank()
                .isNotEqualTo("The house is white.");
    }

    @Test
    void refusesALanguageItDoesNotKnow() {
        assertThat(translator().translate("The house is white.", "en", "xx"))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(ServiceException.class)
                .withMessageContaining("REFUSED");
    }

    @Test
    void refusesTextOverItsLimit() {
        assertThat(translator().translate("x".repeat(Translator.MOST_BYTES + 1), "en", "es"))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(ServiceException.class)
                .withMessageContaining("REFUSED");
    }
}
