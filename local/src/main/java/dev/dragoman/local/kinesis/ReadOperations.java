package dev.dragoman.local.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** GetShardIterator and GetRecords. */
final class ReadOperations {

    private static final String ITERATOR = "ShardIterator";

    /** An iterator is good for this long after it was given out. */
    private static final Duration ITERATOR_VALIDITY = Duration.ofMinutes(5);

    private static final int MAX_RECORDS = 10_000;

    private final Streams streams;
    private final Clock clock;
    private final Duration hold;

    /** @param hold how long GetRecords waits for a first record */
    ReadOperations(Streams streams, Clock clock, Duration hold) {
        this.streams = streams;
        this.clock = clock;
        this.hold = hold;
    }

    ObjectNode getShardIterator(Params params) {
        DataStream stream = streams.get(params.streamName());
        DataStream.Start start = stream.start(
                params.text("ShardId"),
                params.oneOf(IteratorType.class, "ShardIteratorType"),
                params.optionalText("StartingSequenceNumber"),
                params.time("Timestamp"));
        return params.wire().newObject().put(ITERATOR, iterator(stream, start.shardId(), start.place()));
    }

    CompletableFuture<ObjectNode> getRecords(Params params) {
        Token.Content content = Token.read(clock, ITERATOR, 4, ITERATOR_VALIDITY, params.text(ITERATOR));
        if (content.expired()) {
            throw KinesisError.expiredIterator("Iterator expired. The iterator was created more than "
                    + ITERATOR_VALIDITY.toMillis() + " milliseconds ago.");
        }
        List<String> fields = content.fields();
        DataStream stream = streams.get(fields.get(0));
        if (!String.valueOf(stream.created.toEpochMilli()).equals(fields.get(1))) {
            throw KinesisError.noStream(fields.get(0), Streams.ACCOUNT);
        }
        String shardId = fields.get(2);
        int limit = params.number("Limit", MAX_RECORDS, MAX_RECORDS);
        return stream.read(shardId, Long.parseLong(fields.get(3)), limit, hold)
                .thenApply(reading -> answer(params.wire(), stream, shardId, reading));
    }

    private ObjectNode answer(Wire wire, DataStream stream, String shardId, Shard.Reading reading) {
        ObjectNode answer = wire.newObject();
        ArrayNode records = answer.putArray("Records");
        for (StoredRecord record : reading.records()) {
            records.addObject()
                    .put("SequenceNumber", SequenceNumber.write(record.place()))
                    .put("PartitionKey", record.partitionKey())
                    .put("Data", record.data())
                    .putPOJO("ApproximateArrivalTimestamp", record.arrival());
        }
        answer.put("MillisBehindLatest", reading.millisBehindLatest());
        if (!reading.finished()) {
            return answer.put("NextShardIterator", iterator(stream, shardId, reading.nextPlace()));
        }
        ArrayNode children = answer.putArray("ChildShards");
        for (Shard child : reading.children()) {
            ObjectNode node = children.addObject().put("ShardId", child.id);
            child.parents.forEach(node.putArray("ParentShards")::add);
            ShardOperations.putRange(node, child.range);
        }
        return answer;
    }

    private String iterator(DataStream stream, String shardId, long place) {
        return Token.write(
                clock,
                ITERATOR,
                stream.name,
                String.valueOf(stream.created.toEpochMilli()),
                shardId,
                String.valueOf(place));
    }
}
