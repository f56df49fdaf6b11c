package dev.dragoman.job.synthesize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoicesTest {

    @ParameterizedTest
    @ValueSource(strings = {"es", "ca", "pt", "pt-BR", "fr", "it", "de", "en"})
    void everyOfferedLanguageHasAVoice(String language) {
        assertThat(Voices.neural().of(language)).isPresent();
    }

    @Test
    void galicianHasNoneAndIsReadOnly() {
        assertThat(Voices.neural().of("gl")).isEmpty();
    }

    @Test
    void aRegionWithoutAVoiceSpeaksAsItsLanguage() {
        assertThat(Voices.neural().of("es-AR")).contains(new Voice("Lucia", "es-ES"));
        assertThat(Voices.neural().of("pt-BR")).contains(new Voice("Camila", "pt-BR"));
    }

    @Test
    void voicesCanBeChosen() {
        Voice sergio = new Voice("Sergio", "es-ES");

        assertThat(Voices.neural().with(Map.of("es", sergio)).of("es")).contains(sergio);
    }
}
