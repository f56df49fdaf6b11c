package dev.dragoman.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void countsInWords() {
        assertThat(Terminal.count(0, "gap")).isEqualTo("0 gaps");
        assertThat(Terminal.count(1, "gap")).isEqualTo("1 gap");
        assertThat(Terminal.count(12, "gap")).isEqualTo("12 gaps");
    }
}
