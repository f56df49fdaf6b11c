package dev.dragoman.job.kinesis.source.serialization;

import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Hands a record's data to one of Flink's own schemas. */
final class DataOnly<T> implements KinesisDeserializationSchema<T> {

    private static final long serialVersionUID = 1L;

    private final DeserializationSchema<T> schema;

    DataOnly(DeserializationSchema<T> schema) {
        this.schema = schema;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) throws Exception {
        schema.open(context);
    }

    @Override
    public void deserialize(Record record, String stream, String shardId, Collector<T> output) throws IOException {
        schema.deserialize(record.data().asByteArrayUnsafe(), output);
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return schema.getProducedType();
    }
}
