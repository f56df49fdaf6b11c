package dev.dragoman.local.translate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapitalsTest {

    @Test
    void aFirstCapitalThatWanderedIsPutRight() {
        assertThat(Capitals.as("Good morning everyone.", "buenos días Todo el mundo."))
                .isEqualTo("Buenos días todo el mundo.");
    }

    @Test
    void eachSentenceKeepsItsCapital() {
        assertThat(Capitals.as("Good morning. Thank you.", "Buenos Días. Gracias."))
                .isEqualTo("Buenos días. Gracias.");
    }

    @Test
    void namesKeepTheirs() {
        assertThat(Capitals.as("The future of Europe.", "El futuro de Europa.")).isEqualTo("El futuro de Europa.");
    }

    @Test
    void theFirstPersonIsNoName() {
        assertThat(Capitals.as("Now I speak.", "Ahora Hablo.")).isEqualTo("Ahora hablo.");
    }

    @Test
    void aQuestionStartsAfterItsMark() {
        assertThat(Capitals.as("Are there questions?", "¿hay preguntas?")).isEqualTo("¿Hay preguntas?");
    }

    @Test
    void textWithoutCapitalsGetsNone() {
        assertThat(Capitals.as("the house", "la casa")).isEqualTo("la casa");
    }
}
