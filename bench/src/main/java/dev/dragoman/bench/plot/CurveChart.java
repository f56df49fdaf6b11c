package dev.dragoman.bench.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Distributions, to be shown as curves: how many percent were not above a value.
 *
 * @param file the picture's name, without {@code .svg}
 * @param title what is measured
 * @param unit the values' unit, for example {@code ms}
 * @param curves one for each distribution
 * @param limits values that are promised for a share, shown as marks
 */
public record CurveChart(String file, String title, String unit, List<Curve> curves, List<Limit> limits) {

    /**
     * A distribution.
     *
     * @param label what was measured
     * @param count how many values there were
     * @param values in {@link #unit}, rising; of many values as many percentiles, evenly from the least to
     *     the greatest
     */
    public record Curve(String label, int count, List<Double> values) {

        private static final int MOST = 200;

        /** Keeps the values as they are now. */
        public Curve {
            values = List.copyOf(values);
        }

        /** Of any number of values, in any order. */
        public static Curve of(String label, List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            if (sorted.size() <= MOST) {
                return new Curve(label, sorted.size(), sorted);
            }
            List<Double> percentiles = new ArrayList<>();
            for (int i = 1; i <= MOST; i++) {
                percentiles.add(sorted.get((int) ((long) sorted.size() * i / MOST) - 1));
            }
            return new Curve(label, sorted.size(), percentiles);
        }
    }

    /**
     * A promise: so many percent are not above this.
     *
     * @param percent 0 to 100
     * @param value in {@link #unit}
     */
    public record Limit(int percent, double value) {}

    /** Keeps curves and limits as they are now. */
    public CurveChart {
        curves = List.copyOf(curves);
        limits = List.copyOf(limits);
    }
}
