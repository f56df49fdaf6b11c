package dev.dragoman.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NeuralVoicesTest {

    @Test
    void aVoiceSpeaksItsLanguageInItsOwnDialect() {
        assertThat(NeuralVoices.dialect("Sergio", "es")).contains("es-ES");
        assertThat(NeuralVoices.dialect("Thiago", "pt-BR")).contains("pt-BR");
        assertThat(NeuralVoices.dialect("Zhiyu", "zh")).contains("cmn-CN");
        assertThat(NeuralVoices.dialect("Ida", "no")).contains("nb-NO");
        assertThat(NeuralVoices.dialect("Kajal", "hi")).contains("hi-IN");
    }

    @Test
    void aVoiceDoesNotSpeakOtherLanguages() {
        assertThat(NeuralVoices.dialect("Sergio", "de")).isEmpty();
        assertThat(NeuralVoices.dialect("Nobody", "de")).isEmpty();
    }

    @Test
    void namesTheVoicesOfALanguage() {
        assertThat(NeuralVoices.of("de")).containsExactly("Daniel", "Hannah", "Sabrina", "Vicki");
        assertThat(NeuralVoices.of("gl")).isEmpty();
    }
}
