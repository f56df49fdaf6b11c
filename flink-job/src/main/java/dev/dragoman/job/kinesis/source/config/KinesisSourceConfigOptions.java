package dev.dragoman.job.kinesis.source.config;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Every option of the source besides those of {@link AWSConfigOptions}. Keys are the official
 * connector's where it has the option; the last four are this source's own, and the official one
 * ignores them.
 */
public final class KinesisSourceConfigOptions {

    /** Where to begin when there is no checkpoint. */
    public enum InitialPosition {
        LATEST,
        TRIM_HORIZON,
        AT_TIMESTAMP
    }

    public static final ConfigOption<InitialPosition> STREAM_INITIAL_POSITION = ConfigOptions.key(
                    "source.init.position")
            .enumType(InitialPosition.class)
            .defaultValue(InitialPosition.LATEST)
            .withDescription("Where to begin without a checkpoint. LATEST is the moment at which the job first"
                    + " started, and stays that moment through restarts.");

    public static final ConfigOption<String> STREAM_INITIAL_TIMESTAMP = ConfigOptions.key("source.init.timestamp")
            .stringType()
            .noDefaultValue()
            .withDescription("The first arrival to read with AT_TIMESTAMP: in the format of"
                    + " source.init.timestamp.format, or seconds since 1970 such as 1459799926.480.");

    public static final ConfigOption<String> STREAM_TIMESTAMP_DATE_FORMAT = ConfigOptions.key(
                    "source.init.timestamp.format")
            .stringType()
            .defaultValue("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
            .withDescription("The format of source.init.timestamp, a java.time.format.DateTimeFormatter pattern with"
                    + " an offset.");

    public static final ConfigOption<Duration> SHARD_DISCOVERY_INTERVAL = ConfigOptions.key(
                    "source.shard.discovery.interval")
            .durationType()
            .defaultValue(Duration.ofSeconds(10))
            .withDescription("How often to list the stream's shards. Children of a shard that was read to its end are"
                    + " found at once, whatever this says.");

    public static final ConfigOption<Integer> SHARD_GET_RECORDS_MAX = ConfigOptions.key(
                    "source.shard.get-records.max-record-count")
            .intType()
            .defaultValue(10_000)
            .withDescription("At most so many records in one answer, 1 to 10,000.");

    public static final ConfigOption<Duration> READER_EMPTY_RECORDS_FETCH_INTERVAL = ConfigOptions.key(
                    "source.reader.empty-records-fetch-interval")
            .durationType()
            .defaultValue(Duration.ofMillis(200))
            .withDescription("From one request to the next for a shard that is read to its end. Kinesis allows five"
                    + " requests a second and shard to all consumers together; 0 where the endpoint holds a request"
                    + " until there are records.");

    public static final ConfigOption<Duration> READER_NON_EMPTY_RECORDS_FETCH_INTERVAL = ConfigOptions.key(
                    "source.reader.nonempty-records-fetch-interval")
            .durationType()
            .defaultValue(Duration.ZERO)
            .withDescription("From one request to the next for a shard that is behind.");

    public static final ConfigOption<Duration> READER_REQUEST_TIMEOUT = ConfigOptions.key(
                    "source.reader.request-timeout")
            .durationType()
            .defaultValue(Duration.ofSeconds(10))
            .withDescription("An answer that takes longer counts as lost, and the request is made again.");

    public static final ConfigOption<Duration> SHARD_HANDOVER_WAIT = ConfigOptions.key("source.shard.handover.wait")
            .durationType()
            .defaultValue(Duration.ofSeconds(10))
            .withDescription("A shard whose parent another reader has read (after a merge, mostly) waits for the next"
                    + " completed checkpoint, so that it can't overtake its parent's last records on the way to the"
                    + " next operator; but at most about this long. No shard is given out while a checkpoint is under"
                    + " way, for at most this long.");

    public static final ConfigOption<Boolean> CLOCK_WATERMARKS = ConfigOptions.key("source.watermark.by-clock")
            .booleanType()
            .defaultValue(true)
            .withDescription("Whether a shard that is read to its end moves its watermark by the clock, so that"
                    + " silence holds nothing back. Needs event time that is a server's clock shortly before the"
                    + " record was put.");

    public static final ConfigOption<Duration> CLOCK_WATERMARK_BOUND = ConfigOptions.key(
                    "source.watermark.by-clock.bound")
            .durationType()
            .defaultValue(Duration.ofSeconds(1))
            .withDescription("How far such a watermark stays behind the moment of the request: the most by which a"
                    + " record's event time may lie before the moment from which it can be read (time to put it, time"
                    + " until Kinesis shows it, usually below 100 ms) plus the difference between the clocks of its"
                    + " writer and its reader.");

    private KinesisSourceConfigOptions() {}
}
