package dev.dragoman.job.synthesize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SsmlTest {

    @Test
    void escapesWhatWouldBeMarkup() {
        assertThat(Ssml.of("Tom & Jerry's <break time=\"10s\"/>", 100))
                .isEqualTo("<speak>Tom &amp; Jerry&apos;s &lt;break time=&quot;10s&quot;/&gt;</speak>");
    }

    @Test
    void replacesWhatXmlDoesNotAllow() {
        assertThat(Ssml.of("a\u0000b\u000Bc\uD800d\uFFFFe", 100)).isEqualTo("<speak>a b c d e</speak>");
    }

    @Test
    void keepsEveryScript() {
        assertThat(Ssml.of("ça va, 日本, 😀\n", 100)).isEqualTo("<speak>ça va, 日本, 😀\n</speak>");
    }

    @Test
    void saysHowFast() {
        assertThat(Ssml.of("a & b", 125)).isEqualTo("<speak><prosody rate=\"125%\">a &amp; b</prosody></speak>");
    }

    @Test
    void whatFitsByItsSizeFitsPollysTwoLimits() {
        for (String text : new String[] {"a".repeat(2_950), "'".repeat(983), "日".repeat(2_950)}) {
            assertThat(Ssml.size(text)).isLessThanOrEqualTo(Synthesizer.MOST_SIZE);
            assertThat(text.length()).isLessThanOrEqualTo(3_000);
            assertThat(Ssml.of(text, 125)).hasSizeLessThanOrEqualTo(6_000);
        }
    }
}
