package dev.dragoman.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LanguagesTest {

    @Test
    void everyOfferedLanguageIsKnownByName() {
        // When, then
        assertThat(Languages.SOURCES)
                .doesNotHaveDuplicates()
                .allMatch(code -> Languages.ownName(code).isPresent());
        assertThat(Languages.TARGETS)
                .doesNotHaveDuplicates()
                .allMatch(code -> Languages.ownName(code).isPresent());
    }

    @Test
    void everyCodeFitsIntoAKey() {
        // When, then
        assertThat(Languages.all().keySet())
                .allMatch(code -> S3Keys.LANGUAGE.matcher(code).matches());
    }

    @Test
    void knowsNoNameForACodeThatItDoesNotKnow() {
        // When, then
        assertThat(Languages.ownName("tlh")).isEmpty();
    }
}
