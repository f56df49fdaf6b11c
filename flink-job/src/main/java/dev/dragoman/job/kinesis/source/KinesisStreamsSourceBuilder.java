package dev.dragoman.job.kinesis.source;

import dev.dragoman.job.kinesis.source.config.AWSConfigOptions;
import dev.dragoman.job.kinesis.source.config.AWSConfigOptions.CredentialProvider;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions;
import dev.dragoman.job.kinesis.source.enumerator.InitialPositions;
import dev.dragoman.job.kinesis.source.enumerator.KinesisShardAssigner;
import dev.dragoman.job.kinesis.source.enumerator.assigner.ShardAssignerFactory;
import dev.dragoman.job.kinesis.source.proxy.KinesisStreamProxy;
import dev.dragoman.job.kinesis.source.proxy.StreamProxyFactory;
import dev.dragoman.job.kinesis.source.serialization.KinesisDeserializationSchema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a {@link KinesisStreamsSource}.
 *
 * <pre>{@code
 * KinesisStreamsSource<SpeakerEvent> source = KinesisStreamsSource.<SpeakerEvent>builder()
 *         .setStreamArn("arn:aws:kinesis:eu-west-1:123456789012:stream/dragoman")
 *         .setSourceConfig(config)
 *         .setDeserializationSchema(new StreamEventDeserializer())
 *         .build();
 * }</pre>
 */
public final class KinesisStreamsSourceBuilder<T> {

    private static final Pattern STREAM_ARN = Pattern.compile("arn:[^:]+:kinesis:[^:]*:[^:]*:stream/[a-zA-Z0-9_.-]+");

    private final Configuration config = new Configuration();
    private @Nullable String streamArn;
    private @Nullable KinesisDeserializationSchema<T> schema;
    private KinesisShardAssigner assigner = ShardAssignerFactory.parentsReaderAssigner();
    private StreamProxyFactory proxies = KinesisStreamProxy::create;
    private Clock clock = Clock.systemUTC();

    KinesisStreamsSourceBuilder() {}

    /** The stream: {@code arn:aws:kinesis:REGION:ACCOUNT:stream/NAME}. */
    public KinesisStreamsSourceBuilder<T> setStreamArn(String arn) {
        streamArn = arn;
        return this;
    }

    /** Adds options; a later one wins. */
    public KinesisStreamsSourceBuilder<T> setSourceConfig(Configuration sourceConfig) {
        config.addAll(sourceConfig);
        return this;
    }

    /** What to make of records. */
    public KinesisStreamsSourceBuilder<T> setDeserializationSchema(KinesisDeserializationSchema<T> deserializer) {
        schema = deserializer;
        return this;
    }

    /** What to make of records' data. */
    public KinesisStreamsSourceBuilder<T> setDeserializationSchema(DeserializationSchema<T> deserializer) {
        schema = KinesisDeserializationSchema.of(deserializer);
        return this;
    }

    /** Who reads which shard; default {@link ShardAssignerFactory#parentsReaderAssigner}. */
    public KinesisStreamsSourceBuilder<T> setKinesisShardAssigner(KinesisShardAssigner shardAssigner) {
        assigner = shardAssigner;
        return this;
    }

    /** Another way to the stream: for tests. */
    KinesisStreamsSourceBuilder<T> setStreamProxyFactory(StreamProxyFactory factory) {
        proxies = factory;
        return this;
    }

    /** Another clock: for tests. Serialisable, as the ones of {@link Clock} are. */
    KinesisStreamsSourceBuilder<T> setClock(Clock wallClock) {
        clock = wallClock;
        return this;
    }

    /**
     * The source.
     *
     * @throws IllegalArgumentException with all mistakes at once: which option, what it was, what is
     *     accepted
     */
    public KinesisStreamsSource<T> build() {
        List<String> mistakes = new ArrayList<>();
        String arn = streamArn == null ? "" : streamArn;
        if (!STREAM_ARN.matcher(arn).matches()) {
            mistakes.add("the stream ARN is '" + arn + "'; accepted is arn:aws:kinesis:REGION:ACCOUNT:stream/NAME");
        }
        check(mistakes, () -> InitialPositions.from(config, Instant.EPOCH));
        check(mistakes, this::checkCounts);
        check(mistakes, this::checkCredentials);
        atLeast(mistakes, KinesisSourceConfigOptions.SHARD_DISCOVERY_INTERVAL, Duration.ofMillis(1));
        atLeast(mistakes, KinesisSourceConfigOptions.READER_REQUEST_TIMEOUT, Duration.ofMillis(1));
        atLeast(mistakes, KinesisSourceConfigOptions.READER_EMPTY_RECORDS_FETCH_INTERVAL, Duration.ZERO);
        atLeast(mistakes, KinesisSourceConfigOptions.READER_NON_EMPTY_RECORDS_FETCH_INTERVAL, Duration.ZERO);
        atLeast(mistakes, KinesisSourceConfigOptions.SHARD_HANDOVER_WAIT, Duration.ZERO);
        atLeast(mistakes, KinesisSourceConfigOptions.CLOCK_WATERMARK_BOUND, Duration.ZERO);
        atLeast(mistakes, AWSConfigOptions.RETRY_STRATEGY_MIN_DELAY_OPTION, Duration.ofMillis(1));
        atLeast(mistakes, AWSConfigOptions.RETRY_STRATEGY_MAX_DELAY_OPTION, Duration.ofMillis(1));
        KinesisDeserializationSchema<T> deserializer = schema;
        if (deserializer == null) {
            mistakes.add("the deserialization schema is missing");
        }
        if (deserializer == null || !mistakes.isEmpty()) {
            throw new IllegalArgumentException(
                    "The Kinesis source is not set up right: " + String.join("; ", mistakes));
        }
        return new KinesisStreamsSource<>(arn, config.clone(), deserializer, assigner, proxies, clock);
    }

    private void checkCounts() {
        int max = config.get(KinesisSourceConfigOptions.SHARD_GET_RECORDS_MAX);
        if (max < 1 || max > 10_000) {
            throw new IllegalArgumentException(
                    KinesisSourceConfigOptions.SHARD_GET_RECORDS_MAX.key() + " is " + max + "; accepted is 1 to 10000");
        }
    }

    private void checkCredentials() {
        if (config.get(AWSConfigOptions.AWS_CREDENTIALS_PROVIDER_OPTION) == CredentialProvider.BASIC
                && (config.getOptional(AWSConfigOptions.AWS_ACCESS_KEY_ID_OPTION)
                                .isEmpty()
                        || config.getOptional(AWSConfigOptions.AWS_SECRET_ACCESS_KEY_OPTION)
                                .isEmpty())) {
            throw new IllegalArgumentException(AWSConfigOptions.AWS_CREDENTIALS_PROVIDER_OPTION.key()
                    + " is BASIC; then " + AWSConfigOptions.AWS_ACCESS_KEY_ID_OPTION.key() + " and "
                    + AWSConfigOptions.AWS_SECRET_ACCESS_KEY_OPTION.key() + " are needed");
        }
    }

    private void atLeast(List<String> mistakes, ConfigOption<Duration> option, Duration least) {
        check(mistakes, () -> {
            if (config.get(option).compareTo(least) < 0) {
                throw new IllegalArgumentException(
                        option.key() + " is " + config.get(option) + "; accepted is " + least + " or more");
            }
        });
    }

    /** An option that can't be read is a mistake like any other. */
    private static void check(List<String> mistakes, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            mistakes.add(String.valueOf(e.getMessage()));
        }
    }
}
