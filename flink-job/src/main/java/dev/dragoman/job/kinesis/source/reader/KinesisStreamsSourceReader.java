package dev.dragoman.job.kinesis.source.reader;

import dev.dragoman.job.kinesis.source.event.NothingToReadEvent;
import dev.dragoman.job.kinesis.source.event.ShardEndAcknowledgedEvent;
import dev.dragoman.job.kinesis.source.metrics.KinesisShardMetrics;
import dev.dragoman.job.kinesis.source.proxy.StreamProxy;
import dev.dragoman.job.kinesis.source.serialization.KinesisDeserializationSchema;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplitState;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.fetcher.SingleThreadFetcherManager;
import org.apache.flink.core.io.InputStatus;

/**
 * A reader of some of the stream's shards. Its checkpoint holds each shard's position after the last
 * record emitted, and each shard that it has read but whose end the enumerator has not acknowledged:
 * if a failure loses the news of an end, it is told again.
 *
 * <p>Until that acknowledgement a shard that ended also keeps its place in the watermark: time can't
 * run past records that wait in its children.
 *
 * <p>A reader that was told that there is nothing for it is idle, so that it holds back nobody; one
 * that has not been told yet is not.
 */
@SuppressWarnings("try") // Flink declares close() so: it may be interrupted
public final class KinesisStreamsSourceReader<T>
        extends SingleThreadMultiplexSourceReaderBase<ShardOutput, T, KinesisShardSplit, KinesisShardSplitState> {

    private final StreamProxy proxy;
    private final KinesisShardMetrics metrics;
    private final CurrentSplitReader current;

    private boolean nothingToRead;
    private boolean idle;

    private KinesisStreamsSourceReader(
            CurrentSplitReader current,
            KinesisDeserializationSchema<T> schema,
            StreamProxy proxy,
            KinesisShardMetrics metrics,
            Configuration config,
            SourceReaderContext context) {
        super(
                new SingleThreadFetcherManager<>(current::next, config),
                new KinesisStreamsRecordEmitter<>(schema, context),
                config,
                context);
        this.current = current;
        this.proxy = proxy;
        this.metrics = metrics;
    }

    /**
     * A reader without shards.
     *
     * @param proxy belongs to the reader, which closes it
     * @param clock the wall clock for watermarks
     */
    public static <T> KinesisStreamsSourceReader<T> create(
            ReaderSettings settings,
            KinesisDeserializationSchema<T> schema,
            StreamProxy proxy,
            Clock clock,
            SourceReaderContext context) {
        KinesisShardMetrics metrics = new KinesisShardMetrics(settings.streamArn(), context.metricGroup());
        CurrentSplitReader current = new CurrentSplitReader(
                () -> new PollingShardSplitReader(settings.polling(), proxy, metrics, clock, new SplittableRandom()));
        return new KinesisStreamsSourceReader<>(current, schema, proxy, metrics, settings.config(), context);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        updateIdleness(output);
        InputStatus status = super.pollNext(output);
        updateIdleness(output);
        return status;
    }

    private void updateIdleness(ReaderOutput<T> output) {
        boolean nothing = nothingToRead && getNumberOfCurrentlyAssignedSplits() == 0;
        if (nothing && !idle) {
            output.markIdle();
        } else if (!nothing && idle) {
            output.markActive();
        }
        idle = nothing;
    }

    @Override
    public void addSplits(List<KinesisShardSplit> splits) {
        nothingToRead = false;
        splits.forEach(split -> metrics.register(split.shardId()));
        super.addSplits(splits);
        // So that an idle reader is active before its first record, and not only with it.
        splitFetcherManager.getQueue().notifyAvailable();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof ShardEndAcknowledgedEvent acknowledged) {
            current.release(acknowledged.shardId());
        } else if (event instanceof NothingToReadEvent) {
            nothingToRead = true;
            splitFetcherManager.getQueue().notifyAvailable();
        } else {
            super.handleSourceEvents(event);
        }
    }

    @Override
    protected void onSplitFinished(Map<String, KinesisShardSplitState> finished) {
        finished.keySet().forEach(metrics::unregister);
    }

    @Override
    protected KinesisShardSplitState initializedState(KinesisShardSplit split) {
        return new KinesisShardSplitState(split);
    }

    @Override
    protected KinesisShardSplit toSplitType(String splitId, KinesisShardSplitState state) {
        return state.toSplit();
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            proxy.close();
        }
    }
}
