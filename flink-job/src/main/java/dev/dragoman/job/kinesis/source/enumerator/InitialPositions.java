package dev.dragoman.job.kinesis.source.enumerator;

import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.apache.flink.configuration.ReadableConfig;

/** Where to begin without a checkpoint, from the configuration. */
public final class InitialPositions {

    private InitialPositions() {}

    /**
     * The place in all shards of the first listing.
     *
     * @param firstStarted what {@code LATEST} means
     * @throws IllegalArgumentException if the configured time can't be read; says what is accepted
     */
    public static StartingPosition from(ReadableConfig config, Instant firstStarted) {
        return switch (config.get(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION)) {
            case TRIM_HORIZON -> StartingPosition.fromStart();
            case LATEST -> StartingPosition.fromTimestamp(firstStarted);
            case AT_TIMESTAMP -> StartingPosition.fromTimestamp(timestamp(config));
        };
    }

    private static Instant timestamp(ReadableConfig config) {
        String key = KinesisSourceConfigOptions.STREAM_INITIAL_TIMESTAMP.key();
        String format = config.get(KinesisSourceConfigOptions.STREAM_TIMESTAMP_DATE_FORMAT);
        String text = config.getOptional(KinesisSourceConfigOptions.STREAM_INITIAL_TIMESTAMP)
                .orElseThrow(() -> new IllegalArgumentException(
                        key + " is missing; with AT_TIMESTAMP it is needed, as " + format + " or seconds since 1970"));
        try {
            return Instant.ofEpochMilli(
                    new BigDecimal(text).movePointRight(3).toBigInteger().longValueExact());
        } catch (NumberFormatException notSeconds) {
            return parse(key, text, format);
        } catch (ArithmeticException tooFar) {
            throw new IllegalArgumentException(key + " is '" + text + "', too far away", tooFar);
        }
    }

    private static Instant parse(String key, String text, String format) {
        try {
            return OffsetDateTime.parse(text, DateTimeFormatter.ofPattern(format))
                    .toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    key + " is '" + text + "'; accepted is " + format + " or seconds since 1970", e);
        }
    }
}
