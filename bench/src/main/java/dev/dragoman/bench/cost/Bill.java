package dev.dragoman.bench.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What talks cost.
 *
 * @param talks which
 * @param prices at which prices
 * @param lines what is charged, by service
 */
record Bill(Talks talks, Prices prices, List<Line> lines) {

    /**
     * One thing that is charged.
     *
     * @param usd US dollars in all
     */
    record Line(Priced what, double quantity, double usd) {}

    static Bill of(Talks talks, Prices prices) {
        Map<Priced, Double> used = talks.used();
        List<Line> lines = new ArrayList<>();
        for (Priced what : Priced.values()) {
            double quantity = Objects.requireNonNull(used.get(what));
            lines.add(new Line(what, quantity, quantity * prices.of(what)));
        }
        return new Bill(talks, prices, List.copyOf(lines));
    }

    double usd() {
        return lines.stream().mapToDouble(Line::usd).sum();
    }

    double usdPerSessionHour() {
        return usd() / (talks.sessions() * talks.hours());
    }

    /** What one service costs. */
    double usdOf(String service) {
        return lines.stream()
                .filter(line -> line.what().service().equals(service))
                .mapToDouble(Line::usd)
                .sum();
    }

    /** The services, in the order of the pipeline. */
    static List<String> services() {
        return Arrays.stream(Priced.values()).map(Priced::service).distinct().toList();
    }
}
