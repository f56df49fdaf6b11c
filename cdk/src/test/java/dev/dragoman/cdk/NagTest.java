package dev.dragoman.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** AWS's own rules for good solutions hold, or it is said why one does not. */
class NagTest {

    @Test
    void nothingIsLeftToSay() {
        assertThat(Synthesized.once().findings()).isEmpty();
    }
}
