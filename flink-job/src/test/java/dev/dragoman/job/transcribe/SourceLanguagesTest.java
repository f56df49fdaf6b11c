package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceLanguagesTest {

    @Test
    void aLanguageStandsForItsMostSpokenVariety() {
        assertThat(SourceLanguages.codeOf("en")).contains("en-US");
        assertThat(SourceLanguages.codeOf("es")).contains("es-ES");
        assertThat(SourceLanguages.codeOf("ZH")).contains("zh-CN");
    }

    @Test
    void aVarietyStandsForItself() {
        assertThat(SourceLanguages.codeOf("en-GB")).contains("en-GB");
        assertThat(SourceLanguages.codeOf("pt-br")).contains("pt-BR");
    }

    @Test
    void whatTheServiceDoesNotHaveHasNoCode() {
        assertThat(SourceLanguages.codeOf("tlh")).isEmpty();
        assertThat(SourceLanguages.codeOf("en-XX")).isEmpty();
        assertThat(SourceLanguages.codeOf("")).isEmpty();
    }
}
