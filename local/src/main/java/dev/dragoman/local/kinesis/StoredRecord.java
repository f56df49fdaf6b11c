package dev.dragoman.local.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A record in a shard. Immutable: nobody writes to its data. */
final class StoredRecord {

    private final long place;
    private final Instant arrival;
    private final Unplaced what;

    /** @param place its place in the stream, see {@link SequenceNumber} */
    StoredRecord(long place, Instant arrival, Unplaced what) {
        this.place = place;
        this.arrival = arrival;
        this.what = what;
    }

    /** What a client wants to put. */
    static final class Unplaced {

        private final String partitionKey;
        private final BigInteger hashKey;
        private final byte[] data;
        private final int bytes;

        /** @param explicitHashKey instead of the partition key's own hash, or null */
        Unplaced(String partitionKey, @Nullable BigInteger explicitHashKey, byte[] data) {
            this.partitionKey = partitionKey;
            this.hashKey = explicitHashKey == null ? HashRange.hash(partitionKey) : explicitHashKey;
            this.data = data;
            this.bytes = data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
        }

        BigInteger hashKey() {
            return hashKey;
        }

        /** What counts against limits: the data and the partition key. */
        int bytes() {
            return bytes;
        }
    }

    long place() {
        return place;
    }

    Instant arrival() {
        return arrival;
    }

    String partitionKey() {
        return what.partitionKey;
    }

    byte[] data() {
        return what.data;
    }

    int bytes() {
        return what.bytes;
    }
}
