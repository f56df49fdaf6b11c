package dev.dragoman.local.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** PutRecord and PutRecords. */
final class WriteOperations {

    private static final int MAX_PARTITION_KEY_CHARS = 256;
    private static final int MAX_RECORD_BYTES = 1 << 20;
    private static final int MAX_RECORDS = 500;
    private static final int MAX_REQUEST_BYTES = 5 << 20;

    private final Streams streams;

    WriteOperations(Streams streams) {
        this.streams = streams;
    }

    ObjectNode putRecord(Params params) {
        DataStream stream = streams.get(params.streamName());
        StoredRecord.Unplaced entry = entry(params);
        DataStream.Put put = stream.put(entry);
        return params.wire()
                .newObject()
                .put("ShardId", put.shardId())
                .put("SequenceNumber", put.sequenceNumber())
                .put("EncryptionType", "NONE");
    }

    ObjectNode putRecords(Params params) {
        DataStream stream = streams.get(params.streamName());
        List<StoredRecord.Unplaced> entries = entries(params);
        ObjectNode answer = params.wire().newObject();
        ArrayNode results = answer.putArray("Records");
        int failed = 0;
        for (StoredRecord.Unplaced entry : entries) {
            try {
                DataStream.Put put = stream.put(entry);
                results.addObject().put("ShardId", put.shardId()).put("SequenceNumber", put.sequenceNumber());
            } catch (KinesisError e) {
                failed++;
                results.addObject().put("ErrorCode", e.type()).put("ErrorMessage", e.text());
            }
        }
        return answer.put("FailedRecordCount", failed).put("EncryptionType", "NONE");
    }

    private static List<StoredRecord.Unplaced> entries(Params params) {
        JsonNode records = params.node().path("Records");
        if (records.isEmpty() || records.size() > MAX_RECORDS) {
            throw KinesisError.validation(
                    "1 validation error detected: Value at 'records' failed to satisfy constraint: Member must have"
                            + " length between 1 and " + MAX_RECORDS);
        }
        List<StoredRecord.Unplaced> entries = new ArrayList<>();
        long bytes = 0;
        for (JsonNode record : records) {
            StoredRecord.Unplaced entry = entry(params.of(record));
            bytes += entry.bytes();
            entries.add(entry);
        }
        if (bytes > MAX_REQUEST_BYTES) {
            throw KinesisError.invalidArgument("Records size exceeds " + (MAX_REQUEST_BYTES >> 20) + " MB limit");
        }
        return entries;
    }

    private static StoredRecord.Unplaced entry(Params params) {
        String key = params.text("PartitionKey");
        if (key.isEmpty() || key.length() > MAX_PARTITION_KEY_CHARS) {
            throw KinesisError.validation("1 validation error detected: Value '" + key
                    + "' at 'partitionKey' failed to satisfy constraint: Member must have length between 1 and "
                    + MAX_PARTITION_KEY_CHARS);
        }
        StoredRecord.Unplaced entry =
                new StoredRecord.Unplaced(key, params.hashKey("ExplicitHashKey"), params.bytes("Data"));
        if (entry.bytes() > MAX_RECORD_BYTES) {
            throw KinesisError.validation(
                    "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have"
                            + " length less than or equal to " + MAX_RECORD_BYTES);
        }
        return entry;
    }
}
