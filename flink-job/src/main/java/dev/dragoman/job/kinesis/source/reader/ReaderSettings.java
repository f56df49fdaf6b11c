package dev.dragoman.job.kinesis.source.reader;

import dev.dragoman.job.kinesis.source.config.Backoff;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions;
import org.apache.flink.configuration.Configuration;

/**
 * What a reader is told.
 *
 * @param streamArn the stream
 * @param config the source's options
 */
public record ReaderSettings(String streamArn, Configuration config) {

    PollingShardSplitReader.Settings polling() {
        return new PollingShardSplitReader.Settings(
                streamArn,
                config.get(KinesisSourceConfigOptions.SHARD_GET_RECORDS_MAX),
                new PolledShard.Pace(
                        config.get(KinesisSourceConfigOptions.READER_EMPTY_RECORDS_FETCH_INTERVAL),
                        config.get(KinesisSourceConfigOptions.READER_NON_EMPTY_RECORDS_FETCH_INTERVAL),
                        Backoff.of(config)),
                config.get(KinesisSourceConfigOptions.CLOCK_WATERMARKS)
                        ? config.get(KinesisSourceConfigOptions.CLOCK_WATERMARK_BOUND)
                                .toMillis()
                        : null);
    }
}
