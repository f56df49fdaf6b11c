package dev.dragoman.job.synthesize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SsmlTest {

    @Test
    void escapesWhatWouldBeMarkup() {
        assertThat(Ssml.of("Tom & Jerry's <break time=\"10s\"/>"))
                .isEqualTo("<speak>Tom &amp; Jerry&apos;s &lt;break time=&quot;10s&quot;/&gt;</speak>");
    }

    @Test
    void replacesWhatXmlDoesNotAllow() {
        assertThat(Ssml.of("a\u0000b\u000Bc\uD800d\uFFFFe")).isEqualTo("<speak>a b c d e</speak>");
    }

    @Test
    void keepsEveryScript() {
        assertThat(Ssml.of("ça va, 日本, 😀\n")).isEqualTo("<speak>ça va, 日本, 😀\n</speak>");
    }
}
