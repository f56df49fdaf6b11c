package dev.dragoman.bench.cost;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * List prices of one region at one time, without free tiers and discounts.
 *
 * @param region whose they are
 * @param asOf when they were, year and month
 * @param prices each with its source
 */
record Prices(String region, String asOf, Map<Priced, Price> prices) {

    private static final String LIST = "prices.json";

    /**
     * One price.
     *
     * @param usd US dollars for one unit, 0 or more
     * @param unit what one unit is
     * @param source where it is published
     */
    record Price(double usd, String unit, String source) {}

    Prices {
        Set<Priced> missing = EnumSet.allOf(Priced.class);
        missing.removeAll(prices.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("these prices are missing: " + missing);
        }
        prices.forEach((what, price) -> {
            if (!(price.usd >= 0)) {
                throw new IllegalArgumentException("the price of " + what + " was " + price.usd + ", not 0 or more");
            }
        });
        prices = Map.copyOf(prices);
    }

    /** Those that came with this version. */
    static Prices list() {
        try (InputStream in = Objects.requireNonNull(Prices.class.getResourceAsStream(LIST))) {
            return new JsonMapper().readValue(in, Prices.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Those in a file of the same form.
     *
     * @throws IOException if it can't be read as prices
     */
    static Prices of(Path file) throws IOException {
        return new JsonMapper().readValue(Files.readAllBytes(file), Prices.class);
    }

    double of(Priced what) {
        return Objects.requireNonNull(prices.get(what)).usd();
    }
}
