package dev.dragoman.job.kinesis.source;

import dev.dragoman.job.kinesis.source.enumerator.KinesisShardAssigner;
import dev.dragoman.job.kinesis.source.enumerator.KinesisStreamsSourceEnumerator;
import dev.dragoman.job.kinesis.source.enumerator.KinesisStreamsSourceEnumeratorState;
import dev.dragoman.job.kinesis.source.enumerator.KinesisStreamsSourceEnumeratorStateSerializer;
import dev.dragoman.job.kinesis.source.proxy.StreamProxyFactory;
import dev.dragoman.job.kinesis.source.reader.KinesisStreamsSourceReader;
import dev.dragoman.job.kinesis.source.reader.ReaderSettings;
import dev.dragoman.job.kinesis.source.serialization.KinesisDeserializationSchema;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplitSerializer;
import java.time.Clock;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/**
 * Reads one Kinesis stream without end. Each record reaches the job's state exactly once, in the order
 * of its key, through failures, rescaling and resharding.
 *
 * <ul>
 *   <li><b>Order.</b> A shard's children are read after all of it has been emitted.
 *   <li><b>Throttled, unreachable, slow.</b> Each shard waits by itself, keeps its place and tries for
 *       ever; the others go on. Refused (permissions, no such stream): the job fails.
 *   <li><b>Time.</b> A shard that has been read to its end moves its watermark by the clock, so silence
 *       holds nothing back; one that is behind or unreachable moves by the job's watermark strategy,
 *       that is by its records. The strategy should therefore be one that goes by records, such as {@code
 *       forBoundedOutOfOrderness}, and needs no {@code withIdleness}.
 *   <li><b>Retention.</b> What the stream trims before it is read is lost; a trimmed shard is logged as an
 *       error.
 *   <li><b>Aggregated records</b> of the Kinesis Producer Library are not taken apart.
 * </ul>
 *
 * <p>Set up with {@link #builder}. Options: {@link
 * dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions} and {@link
 * dev.dragoman.job.kinesis.source.config.AWSConfigOptions}.
 *
 * @param <T> what is made of the records
 */
public final class KinesisStreamsSource<T>
        implements Source<T, KinesisShardSplit, KinesisStreamsSourceEnumeratorState>,
                SupportsSplitReassignmentOnRecovery,
                ResultTypeQueryable<T> {

    private static final long serialVersionUID = 1L;

    private final String streamArn;
    private final Configuration sourceConfig;
    private final KinesisDeserializationSchema<T> schema;
    private final KinesisShardAssigner assigner;
    private final StreamProxyFactory proxies;
    private final Clock clock;

    KinesisStreamsSource(
            String streamArn,
            Configuration sourceConfig,
            KinesisDeserializationSchema<T> schema,
            KinesisShardAssigner assigner,
            StreamProxyFactory proxies,
            Clock clock) {
        this.streamArn = streamArn;
        this.sourceConfig = sourceConfig;
        this.schema = schema;
        this.assigner = assigner;
        this.proxies = proxies;
        this.clock = clock;
    }

    /** A source to set up. */
    public static <T> KinesisStreamsSourceBuilder<T> builder() {
        return new KinesisStreamsSourceBuilder<>();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<T, KinesisShardSplit> createReader(SourceReaderContext context) throws Exception {
        schema.open(new SchemaContext(context));
        return KinesisStreamsSourceReader.create(
                new ReaderSettings(streamArn, sourceConfig),
                schema,
                proxies.create(streamArn, sourceConfig),
                clock,
                context);
    }

    @Override
    public SplitEnumerator<KinesisShardSplit, KinesisStreamsSourceEnumeratorState> createEnumerator(
            SplitEnumeratorContext<KinesisShardSplit> context) {
        return new KinesisStreamsSourceEnumerator(
                context, streamArn, sourceConfig, proxies.create(streamArn, sourceConfig), assigner, clock, null);
    }

    @Override
    public SplitEnumerator<KinesisShardSplit, KinesisStreamsSourceEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<KinesisShardSplit> context, KinesisStreamsSourceEnumeratorState checkpoint) {
        return new KinesisStreamsSourceEnumerator(
                context, streamArn, sourceConfig, proxies.create(streamArn, sourceConfig), assigner, clock, checkpoint);
    }

    @Override
    public SimpleVersionedSerializer<KinesisShardSplit> getSplitSerializer() {
        return new KinesisShardSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KinesisStreamsSourceEnumeratorState> getEnumeratorCheckpointSerializer() {
        return new KinesisStreamsSourceEnumeratorStateSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return schema.getProducedType();
    }

    private record SchemaContext(SourceReaderContext reader) implements DeserializationSchema.InitializationContext {

        @Override
        public MetricGroup getMetricGroup() {
            return reader.metricGroup().addGroup("deserializer");
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return reader.getUserCodeClassLoader();
        }
    }
}
