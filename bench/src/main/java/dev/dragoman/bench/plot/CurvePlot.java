package dev.dragoman.bench.plot;

import dev.dragoman.bench.plot.CurveChart.Curve;
import dev.dragoman.bench.plot.CurveChart.Limit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Draws distributions as curves that rise from 0 to 100 percent; without values, their absence. */
final class CurvePlot {

    private static final int WIDTH = 800;
    private static final int TOP = 72;
    private static final int HEIGHT = 240;
    private static final int LEFT = 64;
    private static final int SPAN = 704;
    private static final int BOTTOM = 56;
    private static final int MARGIN = 16;
    private static final int MARK = 6;
    private static final int WORDS = 240;
    private static final List<Integer> SHARES = List.of(0, 25, 50, 75, 95, 100);

    private CurvePlot() {}

    /**
     * The picture.
     *
     * @param origin how it was measured and when
     */
    static String svg(CurveChart chart, String origin) {
        Picture picture = new Picture(WIDTH, TOP + HEIGHT + BOTTOM, chart.title(), origin);
        Scale scale = Scale.linear(Stream.concat(
                        chart.curves().stream().flatMap(curve -> curve.values().stream()),
                        chart.limits().stream().map(Limit::value))
                .toList());
        for (int share : SHARES) {
            picture.line("grid", LEFT, y(share), LEFT + SPAN, y(share));
            picture.text("faint", LEFT - 8, y(share) + 4, "end", share + " %");
        }
        for (double tick : scale.ticks()) {
            int x = x(scale, tick);
            picture.line("grid", x, TOP, x, TOP + HEIGHT);
            picture.text("faint", x, TOP + HEIGHT + 18, "middle", shown(tick, chart));
        }
        int legend = MARGIN;
        for (int i = 0; i < chart.curves().size(); i++) {
            Curve curve = chart.curves().get(i);
            int colour = i % Picture.COLOURS;
            String label = curve.label() + " (" + String.format(Locale.ROOT, "%,d", curve.count()) + ")";
            picture.rectangle("c" + colour, legend, 42, 14, 10, "");
            picture.text("label", legend + 20, 52, "start", label);
            legend += 20 + Picture.widthOf(label) + 24;
            if (!curve.values().isEmpty()) {
                picture.polyline("curve s" + colour, points(scale, curve.values()));
            }
        }
        if (chart.curves().stream().allMatch(curve -> curve.values().isEmpty())) {
            picture.text("faint", LEFT + SPAN / 2, TOP + HEIGHT / 2, "middle", "no figures");
        }
        for (Limit limit : chart.limits()) {
            int x = x(scale, limit.value());
            int y = y(limit.percent());
            picture.line("mark", x - MARK, y - MARK, x + MARK, y + MARK);
            picture.line("mark", x - MARK, y + MARK, x + MARK, y - MARK);
            boolean room = x + MARK + WORDS < WIDTH;
            picture.text(
                    "limited",
                    room ? x + MARK + 4 : x - MARK - 4,
                    y + 16,
                    room ? "start" : "end",
                    "promised: " + limit.percent() + " % within " + shown(limit.value(), chart));
        }
        return picture.svg();
    }

    /** A step up at each value. */
    private static String points(Scale scale, List<Double> values) {
        StringBuilder points = new StringBuilder();
        int before = y(0);
        for (int i = 0; i < values.size(); i++) {
            int x = x(scale, values.get(i));
            int now = y(100.0 * (i + 1) / values.size());
            points.append(i == 0 ? "" : " ").append(x).append(',').append(before);
            points.append(' ').append(x).append(',').append(now);
            before = now;
        }
        return points.toString();
    }

    private static int x(Scale scale, double value) {
        return LEFT + (int) Math.round(scale.at(value) * SPAN);
    }

    private static int y(double percent) {
        return TOP + HEIGHT - (int) Math.round(percent / 100 * HEIGHT);
    }

    private static String shown(double value, CurveChart chart) {
        return Scale.written(value) + " " + chart.unit();
    }
}
