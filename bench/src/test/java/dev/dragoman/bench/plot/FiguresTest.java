package dev.dragoman.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dragoman.bench.plot.BarChart.Row;
import dev.dragoman.bench.plot.CurveChart.Curve;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {

    private static final String ORIGIN = "./dragoman bench speech, 2026-11-22";

    private static final BarChart BARS = new BarChart(
            "speech-added",
            "What the system adds",
            "ms",
            0,
            true,
            List.of(
                    Row.of("1 session", "p50", 69).with("p99", 699),
                    Row.of("50 sessions", "p50", 7_736).with("p99", Double.NaN)),
            List.of(new BarChart.Limit("promised at most", 1_000)));

    private static final CurveChart CURVES = new CurveChart(
            "talks-heard",
            "Heard",
            "ms",
            List.of(Curve.of("es", List.of(1_300.0, 1_000.0, 1_200.0)), Curve.of("ca", List.of(1_100.0))),
            List.of(new CurveChart.Limit(50, 2_000), new CurveChart.Limit(95, 3_000)));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void barsAreDrawnAsBefore() throws Exception {
        assertThat(BarPlot.svg(BARS, ORIGIN)).isEqualTo(golden("bars.svg"));
    }

    @Test
    void curvesAreDrawnAsBefore() throws Exception {
        assertThat(CurvePlot.svg(CURVES, ORIGIN)).isEqualTo(golden("curves.svg"));
    }

    @Test
    void figuresThatWereWrittenAreReadAndDrawnTheSame() throws Exception {
        // Given
        Figures figures =
                new Figures("speech", "./dragoman bench speech", "2026-11-22", List.of(BARS), List.of(CURVES));

        // When
        Figures read = Figures.read(figures.write(folder.resolve("figures")));

        // Then
        assertThat(read).isEqualTo(figures);
        assertThat(read.draw(folder.resolve("plots")))
                .containsExactly(folder.resolve("plots/speech-added.svg"), folder.resolve("plots/talks-heard.svg"));
        assertThat(Files.readString(folder.resolve("plots/speech-added.svg"))).isEqualTo(golden("bars.svg"));
    }

    @Test
    void hostileNamesStayNames() throws Exception {
        // Given
        String hostile = "</text><script>&\"'";

        // When
        String bars = BarPlot.svg(
                new BarChart("f", hostile, hostile, 1, false, List.of(Row.of(hostile, hostile, 1)), List.of()),
                hostile);
        String curves = CurvePlot.svg(
                new CurveChart("f", hostile, hostile, List.of(Curve.of(hostile, List.of(1.0))), List.of()), hostile);

        // Then
        for (String svg : List.of(bars, curves)) {
            assertThat(svg).doesNotContain("<script>");
            assertWellFormed(svg);
        }
    }

    @Test
    void withoutFiguresThePictureSaysSo() throws Exception {
        // When
        String bars = BarPlot.svg(new BarChart("f", "t", "ms", 0, true, List.of(), List.of()), "o");
        String curves =
                CurvePlot.svg(new CurveChart("f", "t", "ms", List.of(Curve.of("es", List.of())), List.of()), "o");

        // Then
        for (String svg : List.of(bars, curves)) {
            assertThat(svg).contains(">no figures<").doesNotContain("NaN").doesNotContain("Infinity");
            assertWellFormed(svg);
        }
    }

    @Test
    void aCurveOfManyValuesKeepsItsPercentiles() {
        // Given
        List<Double> values =
                IntStream.rangeClosed(1, 5_000).mapToObj(i -> (double) i).toList();

        // When
        Curve curve = Curve.of("chunks", values);

        // Then
        assertThat(curve.count()).isEqualTo(5_000);
        assertThat(curve.values()).hasSize(200).contains(2_500.0, 4_750.0, 4_950.0, 5_000.0);
        assertThat(CurvePlot.svg(new CurveChart("f", "t", "ms", List.of(curve), List.of()), "o"))
                .hasSizeLessThan(10_000);
    }

    @Test
    void ticksAreRoundAndHoldEveryValue() {
        assertThat(Scale.linear(List.of(1_629.0, 3_000.0)).ticks())
                .containsExactly(0.0, 500.0, 1_000.0, 1_500.0, 2_000.0, 2_500.0, 3_000.0);
        assertThat(Scale.linear(List.of(0.0)).to()).isEqualTo(1);
        assertThat(Scale.logarithmic(List.of(0.0017, 0.013, 1.0)).ticks()).containsExactly(0.001, 0.01, 0.1, 1.0);
        // A bar for the least value too.
        assertThat(Scale.logarithmic(List.of(100.0)).ticks()).containsExactly(10.0, 100.0);
        assertThat(Scale.logarithmic(List.of(2.0, 100.0)).at(10)).isCloseTo(0.5, within(1e-9));
        DoubleStream.of(1e-6, 0.3, 7, 1e9).forEach(value -> {
            assertThat(Scale.linear(List.of(value)).at(value)).isBetween(0.5, 1.0);
            assertThat(Scale.logarithmic(List.of(value)).at(value)).isBetween(0.0, 1.0);
        });
    }

    private static void assertWellFormed(String svg) throws Exception {
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))))
                .isNotNull();
    }

    private static String golden(String name) throws Exception {
        try (InputStream in = FiguresTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
