package dev.dragoman.bench.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures to be shown as bars.
 *
 * @param file the picture's name, without {@code .svg}
 * @param title what is measured
 * @param unit the values' unit, for example {@code ms}
 * @param decimals how many digits after the point are shown, 0 to 6
 * @param logarithmic whether the axis is; then values above 0 only have bars
 * @param rows what was measured, from top to bottom
 * @param limits values that are promised, shown as lines
 */
public record BarChart(
        String file, String title, String unit, int decimals, boolean logarithmic, List<Row> rows, List<Limit> limits) {

    /**
     * One group of bars.
     *
     * @param label what was measured
     * @param values by the series' names, in {@link #unit}; what is missing or not finite has no bar
     */
    public record Row(String label, Map<String, Double> values) {

        /** Keeps the values as they are now, in their order. */
        public Row {
            values = new LinkedHashMap<>(values);
        }

        /** A row with one value. */
        public static Row of(String label, String series, double value) {
            return new Row(label, Map.of(series, value));
        }

        /** The same with one value more, after the others. */
        public Row with(String series, double value) {
            Map<String, Double> more = new LinkedHashMap<>(values);
            more.put(series, value);
            return new Row(label, more);
        }
    }

    /**
     * A promise.
     *
     * @param label what it is called
     * @param value in {@link #unit}
     */
    public record Limit(String label, double value) {}

    /** Keeps rows and limits as they are now. */
    public BarChart {
        rows = List.copyOf(rows);
        limits = List.copyOf(limits);
    }
}
