package dev.dragoman.job.kinesis.source.split;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.io.VersionMismatchException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * A split's bytes. What a released version wrote is read for ever; a version from the future is
 * refused by name instead of misread.
 */
public final class KinesisShardSplitSerializer implements SimpleVersionedSerializer<KinesisShardSplit> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(KinesisShardSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        write(split, out);
        return out.getCopyOfBuffer();
    }

    @Override
    public KinesisShardSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new VersionMismatchException(
                    "A shard's position has version " + version + "; this build reads version " + VERSION + ".");
        }
        return read(new DataInputDeserializer(serialized));
    }

    /** Writes a split in the version of {@link #getVersion}, inside another's bytes. */
    public void write(KinesisShardSplit split, DataOutput out) throws IOException {
        out.writeUTF(split.streamArn());
        out.writeUTF(split.shardId());
        writePosition(split.startingPosition(), out);
        out.writeInt(split.parentShardIds().size());
        for (String parent : new TreeSet<>(split.parentShardIds())) {
            out.writeUTF(parent);
        }
        out.writeUTF(split.startingHashKey());
        out.writeUTF(split.endingHashKey());
        out.writeBoolean(split.finished());
    }

    private static KinesisShardSplit read(DataInput in) throws IOException {
        String streamArn = in.readUTF();
        String shardId = in.readUTF();
        StartingPosition position = readPosition(in);
        int parents = in.readInt();
        Set<String> parentShardIds = new HashSet<>();
        for (int i = 0; i < parents; i++) {
            parentShardIds.add(in.readUTF());
        }
        return new KinesisShardSplit(
                streamArn, shardId, position, parentShardIds, in.readUTF(), in.readUTF(), in.readBoolean());
    }

    private static void writePosition(StartingPosition position, DataOutput out) throws IOException {
        // By name: the order of an enum's constants is no file format.
        out.writeUTF(position.kind().name());
        if (position.timestamp() != null) {
            out.writeLong(position.timestamp().toEpochMilli());
        }
        if (position.sequenceNumber() != null) {
            out.writeUTF(position.sequenceNumber());
        }
    }

    private static StartingPosition readPosition(DataInput in) throws IOException {
        String kind = in.readUTF();
        return switch (kind) {
            case "TRIM_HORIZON" -> StartingPosition.fromStart();
            case "AT_TIMESTAMP" -> StartingPosition.fromTimestamp(Instant.ofEpochMilli(in.readLong()));
            case "AFTER_SEQUENCE_NUMBER" -> StartingPosition.continueFromSequenceNumber(in.readUTF());
            default -> throw new IOException("A shard's position is of the unknown kind " + kind + ".");
        };
    }
}
