package dev.dragoman.job.synthesize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.Languages;
import dev.dragoman.protocol.NeuralVoices;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.polly.model.VoiceId;

class VoicesTest {

    @ParameterizedTest
    @ValueSource(strings = {"es", "ca", "pt", "pt-BR", "fr", "it", "de", "en"})
    void everyOfferedLanguageHasAVoice(String language) {
        assertThat(Voices.neural().of(language, Map.of())).isPresent();
    }

    @Test
    void galicianHasNoneAndIsReadOnly() {
        assertThat(Voices.neural().of("gl", Map.of())).isEmpty();
    }

    @Test
    void aRegionWithoutAVoiceSpeaksAsItsLanguage() {
        assertThat(Voices.neural().of("es-AR", Map.of())).contains(new Voice("Lucia", "es-ES"));
        assertThat(Voices.neural().of("pt-BR", Map.of())).contains(new Voice("Camila", "pt-BR"));
    }

    @Test
    void portugueseIsPortugalsUnlessItIsBrazils() {
        assertThat(Voices.neural().of("pt", Map.of())).contains(new Voice("Ines", "pt-PT"));
        assertThat(Voices.neural().of("pt-PT", Map.of())).contains(new Voice("Ines", "pt-PT"));
    }

    @Test
    void voicesCanBeChosen() {
        assertThat(Voices.neural().of("es", Map.of("es", "Sergio"))).contains(new Voice("Sergio", "es-ES"));
    }

    @Test
    void aVoiceThatDoesNotSpeakTheLanguageIsNotTaken() {
        assertThat(Voices.neural().of("es", Map.of("es", "Vicki"))).contains(new Voice("Lucia", "es-ES"));
    }

    @Test
    void everyVoiceIsOneThatTheServiceKnows() {
        assertThat(Languages.all().keySet().stream().flatMap(language -> NeuralVoices.of(language).stream()))
                .allMatch(name -> VoiceId.knownValues().contains(VoiceId.fromValue(name)));
        assertThat(Voices.neural().table())
                .allSatisfy((language, name) -> assertThat(NeuralVoices.dialect(name, language))
                        .as(language)
                        .isPresent());
    }
}
