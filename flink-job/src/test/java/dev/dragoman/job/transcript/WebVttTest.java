package dev.dragoman.job.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WebVttTest {

    @Test
    void cuesHaveTheirTimesAndTheirTextEscaped() {
        String vtt = WebVtt.of(List.of(
                new WebVtt.Cue(1_100, 4_250, "Good morning."), new WebVtt.Cue(3_661_007, 3_662_000, "R&D <is>\nfun")));

        assertThat(vtt).isEqualTo("""
                WEBVTT

                00:00:01.100 --> 00:00:04.250
                Good morning.

                01:01:01.007 --> 01:01:02.000
                R&amp;D &lt;is&gt; fun
                """);
    }
}
