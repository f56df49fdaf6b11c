package dev.dragoman.bench.plot;

import dev.dragoman.bench.plot.BarChart.Limit;
import dev.dragoman.bench.plot.BarChart.Row;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Draws figures as bars from left to right, each with its value beside it; without rows, their absence. */
final class BarPlot {

    private static final int WIDTH = 800;
    private static final int TOP = 44;
    private static final int LEGEND = 24;
    private static final int BAR = 16;
    private static final int BETWEEN = 12;
    private static final int BOTTOM = 64;
    private static final int MARGIN = 16;
    private static final int VALUES = 84;
    private static final int MOST_LABEL = 320;

    private BarPlot() {}

    /**
     * The picture.
     *
     * @param origin how it was measured and when
     */
    static String svg(BarChart chart, String origin) {
        List<String> series = List.copyOf(series(chart));
        Scale scale = scale(chart);
        int top = TOP + (series.size() > 1 ? LEGEND : 0);
        int group = Math.max(1, series.size()) * BAR + BETWEEN;
        int bottom = top + Math.max(1, chart.rows().size()) * group;
        int left = MARGIN
                + Math.min(
                        MOST_LABEL,
                        chart.rows().stream()
                                .mapToInt(row -> Picture.widthOf(row.label()) + 10)
                                .max()
                                .orElse(0));
        int span = WIDTH - VALUES - left;
        Picture picture = new Picture(WIDTH, bottom + BOTTOM, chart.title(), origin);
        if (series.size() > 1) {
            legend(picture, series);
        }
        for (double tick : scale.ticks()) {
            int x = left + (int) Math.round(scale.at(tick) * span);
            picture.line("grid", x, top, x, bottom);
            picture.text("faint", x, bottom + 16, "middle", Scale.written(tick) + " " + chart.unit());
        }
        for (Limit limit : chart.limits()) {
            int x = left + (int) Math.round(scale.at(limit.value()) * span);
            picture.line("limit", x, top, x, bottom);
            picture.text(
                    "limited",
                    x,
                    bottom + 32,
                    x > WIDTH / 2 ? "end" : "start",
                    limit.label() + " " + Scale.written(limit.value()) + " " + chart.unit());
        }
        int y = top + BETWEEN / 2;
        for (Row row : chart.rows()) {
            picture.text("label", left - 8, y + (group - BETWEEN) / 2 + 5, "end", row.label());
            for (String name : series) {
                Double value = row.values().get(name);
                if (value != null && Double.isFinite(value)) {
                    int length = (int) Math.round(scale.at(value) * span);
                    String shown = shown(value, chart);
                    String what = String.join(", ", row.label(), name, shown);
                    picture.rectangle("c" + series.indexOf(name) % Picture.COLOURS, left, y + 1, length, BAR - 2, what);
                    picture.text("value", left + length + 6, y + BAR - 4, "start", shown);
                }
                y += BAR;
            }
            y += BETWEEN;
        }
        if (chart.rows().isEmpty()) {
            picture.text("faint", left + span / 2, top + BAR, "middle", "no figures");
        }
        return picture.svg();
    }

    private static Set<String> series(BarChart chart) {
        Set<String> names = new LinkedHashSet<>();
        chart.rows().forEach(row -> names.addAll(row.values().keySet()));
        return names;
    }

    private static Scale scale(BarChart chart) {
        List<Double> all = Stream.concat(
                        chart.rows().stream().flatMap(row -> row.values().values().stream()),
                        chart.limits().stream().map(Limit::value))
                .toList();
        return chart.logarithmic() ? Scale.logarithmic(all) : Scale.linear(all);
    }

    private static void legend(Picture picture, List<String> series) {
        int x = MARGIN;
        for (int i = 0; i < series.size(); i++) {
            picture.rectangle("c" + i % Picture.COLOURS, x, TOP - 2, 14, 10, "");
            picture.text("label", x + 20, TOP + 8, "start", series.get(i));
            x += 20 + Picture.widthOf(series.get(i)) + 24;
        }
    }

    private static String shown(double value, BarChart chart) {
        return String.format(Locale.ROOT, "%,." + chart.decimals() + "f %s", value, chart.unit());
    }
}
