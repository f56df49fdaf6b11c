package dev.dragoman.local.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.local.talk.TalkReport.HeardInterpretation;
import dev.dragoman.local.talk.TalkReport.Percentiles;
import dev.dragoman.local.talk.TalkReport.SpokenUtterance;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TalkReportTest {

    @Test
    void percentilesAreValuesThatWereMeasured() {
        assertThat(Percentiles.of(List.of(7L))).isEqualTo(new Percentiles(7, 7, 7));
        assertThat(Percentiles.of(LongStream.rangeClosed(1, 100).boxed().toList()))
                .isEqualTo(new Percentiles(50, 95, 100));
    }

    @Test
    void nothingIsLostOnlyIfEveryChunkAndEveryUtteranceWasHeard() {
        HeardInterpretation heard = new HeardInterpretation("Hola.", "es/0.mp3", 800L, 500L, 900L, null);
        HeardInterpretation silent = new HeardInterpretation("Hola.", null, null, null, null, "LATE");

        assertThat(report(10, 0, heard, List.of()).nothingLost(List.of("es"))).isTrue();
        assertThat(report(9, 0, heard, List.of()).nothingLost(List.of("es"))).isFalse();
        assertThat(report(10, 1, heard, List.of()).nothingLost(List.of("es"))).isFalse();
        assertThat(report(10, 0, silent, List.of()).nothingLost(List.of("es"))).isFalse();
        assertThat(report(10, 0, heard, List.of("EMPTY")).nothingLost(List.of("es")))
                .isFalse();
        assertThat(report(10, 0, heard, List.of()).nothingLost(List.of("es", "ca")))
                .isFalse();
    }

    private static TalkReport report(
            long acknowledged, int gaps, HeardInterpretation interpretation, List<String> problems) {
        return new TalkReport(
                "golden-eagle-427",
                "en",
                1_000,
                10,
                acknowledged,
                gaps,
                List.of(new SpokenUtterance(0, 900, "Hello.", 300L, 400L, Map.of("es", interpretation))),
                Map.of(),
                null,
                problems);
    }
}
