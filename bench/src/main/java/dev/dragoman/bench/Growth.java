package dev.dragoman.bench;

import java.util.List;

/**
 * Whether a series of samples grows: how much its straight line (least squares) rises from its first sample to
 * its last, and how much of that is allowed.
 *
 * @param rise in the samples' unit
 * @param allowed a share of the mean, and something on top for what is always uneven
 */
record Growth(double rise, double allowed) {

    /** So much of the beginning is left out: what fills up once is no growth. */
    private static final double WARM_UP = 1.0 / 3;

    /**
     * Looks at samples taken at equal distances, without the first third.
     *
     * @param share of the mean that is allowed
     * @param extra that is allowed on top, in the samples' unit
     */
    static Growth of(List<Double> samples, double share, double extra) {
        List<Double> settled = samples.subList((int) (samples.size() * WARM_UP), samples.size());
        double mean =
                settled.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double middle = (settled.size() - 1) / 2.0;
        double above = 0;
        double below = 0;
        for (int i = 0; i < settled.size(); i++) {
            above += (i - middle) * (settled.get(i) - mean);
            below += (i - middle) * (i - middle);
        }
        double slope = below == 0 ? 0 : above / below;
        return new Growth(slope * (settled.size() - 1), share * mean + extra);
    }

    boolean isFlat() {
        return rise <= allowed;
    }
}
