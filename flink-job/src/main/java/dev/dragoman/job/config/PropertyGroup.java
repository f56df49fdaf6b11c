package dev.dragoman.job.config;

import dev.dragoman.job.aws.AwsEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one group's properties and collects what is wrong with them instead of stopping at the
 * first mistake. A key that nobody asked for is a mistake too: it is most often a misspelt one.
 */
final class PropertyGroup {

    /** Stands for an address that was refused; a job with mistakes never starts. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    private static final String HTTP = "an http or https address";

    private final String name;
    private final Properties properties;
    private final List<String> mistakes;
    private final Set<String> known = new HashSet<>();

    PropertyGroup(String name, @Nullable Properties properties, List<String> mistakes) {
        this.name = name;
        this.properties = properties == null ? new Properties() : properties;
        this.mistakes = mistakes;
    }

    /** A text that must be there. */
    String text(String key) {
        String value = raw(key);
        if (value == null) {
            mistakes.add(name + "." + key + ": is missing, accepted is any text");
            return "";
        }
        return value;
    }

    /** A text with a default. */
    String text(String key, String otherwise) {
        String value = raw(key);
        return value == null ? otherwise : value;
    }

    /** A whole number in a range. */
    int number(String key, int otherwise, int least, int most) {
        return parsed(
                key,
                otherwise,
                "a whole number from " + least + " to " + most,
                Integer::valueOf,
                value -> value >= least && value <= most);
    }

    /** One of some whole numbers. */
    int number(String key, int otherwise, Set<Integer> accepted) {
        return parsed(
                key,
                otherwise,
                "one of " + accepted.stream().sorted().map(String::valueOf).collect(Collectors.joining(", ")),
                Integer::valueOf,
                accepted::contains);
    }

    /** A decimal number in a range. */
    double decimal(String key, double otherwise, double least, double most) {
        return parsed(
                key,
                otherwise,
                "a number from " + least + " to " + most,
                Double::valueOf,
                value -> value >= least && value <= most);
    }

    /** A duration in whole milliseconds in a range. */
    Duration millis(String key, Duration otherwise, Duration least, Duration most) {
        return parsed(
                key,
                otherwise,
                "milliseconds from " + least.toMillis() + " to " + most.toMillis(),
                value -> Duration.ofMillis(Long.parseLong(value)),
                value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
    }

    /** One of an enum's names, in any case. */
    <E extends Enum<E>> E oneOf(String key, E otherwise, Class<E> type) {
        return parsed(
                key,
                otherwise,
                "one of "
                        + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")),
                value -> Enum.valueOf(type, value.toUpperCase(Locale.ROOT)),
                value -> true);
    }

    /** Where the group's service is: {@code aws.region}, and {@code aws.endpoint} if not the region's own. */
    AwsEndpoint endpoint(String region) {
        return endpoint("aws.endpoint", text("aws.region", region));
    }

    /** Where one of the group's services is: in the region, or where the key says. */
    AwsEndpoint endpoint(String key, String region) {
        URI override = address(key);
        return override == null ? AwsEndpoint.of(region) : AwsEndpoint.of(region, override);
    }

    /** Where a service is that a region alone does not name. */
    AwsEndpoint requiredEndpoint(String key, String region) {
        if (raw(key) == null) {
            mistakes.add(name + "." + key + ": is missing, accepted is " + HTTP);
            return AwsEndpoint.of(region, NOWHERE);
        }
        return endpoint(key, region);
    }

    /** An address, if there is one. */
    @Nullable
    URI address(String key) {
        return raw(key) == null ? null : parsed(key, NOWHERE, HTTP, URI::create, PropertyGroup::isHttp);
    }

    /** Reports the keys that nobody asked for. */
    void done() {
        properties.stringPropertyNames().stream()
                .filter(key -> !known.contains(key))
                .sorted()
                .forEach(key -> mistakes.add(name + "." + key + ": is no property, accepted are "
                        + known.stream().sorted().collect(Collectors.joining(", "))));
    }

    private static boolean isHttp(URI uri) {
        return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
    }

    private <T> T parsed(
            String key, T otherwise, String accepted, Function<String, T> parse, Function<T, Boolean> fits) {
        String value = raw(key);
        if (value == null) {
            return otherwise;
        }
        try {
            T result = parse.apply(value);
            if (fits.apply(result)) {
                return result;
            }
        } catch (IllegalArgumentException e) {
            // Reported below like a value out of range.
        }
        mistakes.add(name + "." + key + ": was '" + value + "', accepted is " + accepted);
        return otherwise;
    }

    private @Nullable String raw(String key) {
        known.add(key);
        String value = properties.getProperty(key);
        return value == null || value.isBlank() ? null : value.trim();
    }
}
