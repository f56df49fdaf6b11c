package dev.dragoman.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where values lie on an axis that begins at 0, or, if logarithmic, at a power of ten. Any finite values
 * will do, also none; what lies outside is drawn at the edge.
 *
 * @param from the value at the beginning
 * @param to the value at the end, greater than {@link #from}
 * @param logarithmic whether equal steps are equal ratios
 * @param ticks values to write down, rising, the first and the last among them
 */
record Scale(double from, double to, boolean logarithmic, List<Double> ticks) {

    private static final int MOST_STEPS = 6;

    /** Such that 0 and all values have a place and ticks are round. */
    static Scale linear(List<Double> values) {
        double greatest = values.stream()
                .filter(Double::isFinite)
                .mapToDouble(value -> value)
                .max()
                .orElse(1);
        double most = greatest > 0 ? greatest : 1;
        double magnitude = Math.pow(10, Math.floor(Math.log10(most / MOST_STEPS)));
        double step = magnitude;
        for (double factor : new double[] {1, 2, 5, 10}) {
            step = magnitude * factor;
            if (most / step <= MOST_STEPS) {
                break;
            }
        }
        int steps = (int) Math.ceil(most / step - 1e-9);
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i <= steps; i++) {
            ticks.add(i * step);
        }
        return new Scale(0, steps * step, false, ticks);
    }

    /** Such that all values above 0 have a place, none at the very beginning, and ticks are powers of ten. */
    static Scale logarithmic(List<Double> values) {
        List<Double> logarithms = values.stream()
                .filter(value -> Double.isFinite(value) && value > 0)
                .map(Math::log10)
                .toList();
        double least = logarithms.stream().mapToDouble(value -> value).min().orElse(0);
        double greatest = logarithms.stream().mapToDouble(value -> value).max().orElse(1);
        int first = (int) Math.floor(least - 1e-9);
        int last = Math.max(first + 1, (int) Math.ceil(greatest - 1e-9));
        List<Double> ticks = new ArrayList<>();
        for (int power = first; power <= last; power++) {
            ticks.add(Math.pow(10, power));
        }
        return new Scale(Math.pow(10, first), Math.pow(10, last), true, ticks);
    }

    /** A value without digits that say nothing. */
    static String written(double value) {
        return String.format(Locale.ROOT, "%,.6f", value).replaceAll("\\.?0+$", "");
    }

    /** Where a value lies, as a share of the axis: 0 to 1. */
    double at(double value) {
        double share = logarithmic
                ? (Math.log10(Math.max(value, from)) - Math.log10(from)) / (Math.log10(to) - Math.log10(from))
                : (value - from) / (to - from);
        return Math.min(1, Math.max(0, share));
    }
}
