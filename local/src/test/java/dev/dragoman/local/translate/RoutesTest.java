package dev.dragoman.local.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private final Routes routes = new Routes(Set.of("eng-spa", "eng-cat", "es-pt", "es-pt_BR", "cat-eng", "es-fr"));

    @Test
    void theShortestWayIsTaken() {
        assertThat(routes.between("en", "es")).containsExactly("eng-spa");
        assertThat(routes.between("en", "fr")).containsExactly("eng-spa", "es-fr");
        assertThat(routes.between("ca", "fr")).containsExactly("cat-eng", "eng-spa", "es-fr");
    }

    @Test
    void portugueseIsBrazilianUnlessAskedOtherwise() {
        assertThat(routes.between("en", "pt")).containsExactly("eng-spa", "es-pt_BR");
        assertThat(routes.between("en", "pt-PT")).containsExactly("eng-spa", "es-pt");
    }

    @Test
    void variantsGoTheWayOfTheirLanguage() {
        assertThat(routes.between("en", "es-MX")).containsExactly("eng-spa");
        assertThat(routes.between("en", "fr-CA")).containsExactly("eng-spa", "es-fr");
    }

    @Test
    void whatIsNotInstalledIsNoWay() {
        assertThat(routes.between("en", "it")).isEmpty();
        assertThat(routes.between("en", "zh")).isEmpty();
        assertThat(routes.between("en", "en")).isEmpty();
    }
}
