package dev.dragoman.job.kinesis.source.serialization;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Makes the job's records of a Kinesis record. Used by one thread.
 *
 * <p>What to do with a record that can't be read is its decision: collect nothing, collect something
 * that says so, or throw, which fails the job again and again at the same record.
 *
 * <p>Aggregated records (those of the Kinesis Producer Library) are not taken apart; one comes as the
 * single record that Kinesis stores.
 *
 * @param <T> the job's type
 */
public interface KinesisDeserializationSchema<T> extends Serializable, ResultTypeQueryable<T> {

    /** Called once before the first record. */
    default void open(DeserializationSchema.InitializationContext context) throws Exception {}

    /**
     * Collects none, one or several records.
     *
     * @param record what Kinesis holds
     * @param stream the stream's ARN
     * @param shardId the shard
     * @param output takes the result before this returns
     */
    void deserialize(Record record, String stream, String shardId, Collector<T> output) throws IOException;

    /** Reads a record's data only. */
    static <T> KinesisDeserializationSchema<T> of(DeserializationSchema<T> schema) {
        return new DataOnly<>(schema);
    }
}
