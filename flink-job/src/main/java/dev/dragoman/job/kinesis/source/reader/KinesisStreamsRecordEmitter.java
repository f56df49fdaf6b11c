package dev.dragoman.job.kinesis.source.reader;

import dev.dragoman.job.kinesis.source.event.ShardEndedEvent;
import dev.dragoman.job.kinesis.source.serialization.KinesisDeserializationSchema;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplitState;
import java.time.Instant;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Emits a shard's records, then moves its position: a checkpoint falls between records, never inside
 * one. Watermarks go to the shard's own output, where Flink takes the later of this one and that of the
 * job's strategy (it never goes back) and then the earliest of all shards.
 *
 * <p>A record's timestamp is when it arrived at Kinesis; the job's strategy may assign another.
 */
final class KinesisStreamsRecordEmitter<T> implements RecordEmitter<ShardOutput, T, KinesisShardSplitState> {

    private final KinesisDeserializationSchema<T> schema;
    private final SourceReaderContext context;
    private final Counter recordsIn;
    private final Timestamped<T> timestamped = new Timestamped<>();

    KinesisStreamsRecordEmitter(KinesisDeserializationSchema<T> schema, SourceReaderContext context) {
        this.schema = schema;
        this.context = context;
        this.recordsIn = context.metricGroup().getIOMetricGroup().getNumRecordsInCounter();
    }

    @Override
    public void emitRecord(ShardOutput element, SourceOutput<T> output, KinesisShardSplitState shard) throws Exception {
        if (element instanceof ShardOutput.Read read) {
            emit(read.record(), output, shard);
            return;
        }
        // Flink has counted it as a record.
        recordsIn.dec();
        if (element instanceof ShardOutput.ReadToEnd readToEnd) {
            output.emitWatermark(new Watermark(readToEnd.watermarkMillis()));
        } else if (element instanceof ShardOutput.Ended end) {
            shard.ended();
            context.sendSourceEventToCoordinator(new ShardEndedEvent(shard.shardId(), end.childShards()));
        } else if (element instanceof ShardOutput.Released) {
            // Flink forgets an output without looking again whether the rest is idle; an idle one it does.
            output.markIdle();
        }
    }

    private void emit(Record record, SourceOutput<T> output, KinesisShardSplitState shard) throws Exception {
        timestamped.output = output;
        Instant arrived = record.approximateArrivalTimestamp();
        timestamped.timestamp = arrived == null ? TimestampAssigner.NO_TIMESTAMP : arrived.toEpochMilli();
        schema.deserialize(record, shard.streamArn(), shard.shardId(), timestamped);
        shard.emitted(record.sequenceNumber());
    }

    private static final class Timestamped<T> implements Collector<T> {

        private @Nullable SourceOutput<T> output;
        private long timestamp;

        @Override
        public void collect(T record) {
            if (output != null) {
                output.collect(record, timestamp);
            }
        }

        @Override
        public void close() {}
    }
}
