package dev.dragoman.job.kinesis.source.enumerator;

import dev.dragoman.job.kinesis.source.enumerator.KinesisStreamsSourceEnumeratorState.Shard;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplitSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.io.VersionMismatchException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The enumerator's state in bytes. What a released version wrote is read for ever; a version from the
 * future is refused by name instead of misread. Splits carry a version of their own.
 */
public final class KinesisStreamsSourceEnumeratorStateSerializer
        implements SimpleVersionedSerializer<KinesisStreamsSourceEnumeratorState> {

    private static final int VERSION = 1;

    private final KinesisShardSplitSerializer splits = new KinesisShardSplitSerializer();

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(KinesisStreamsSourceEnumeratorState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        out.writeLong(state.firstStarted().toEpochMilli());
        out.writeBoolean(state.discovered());
        out.writeInt(splits.getVersion());
        out.writeInt(state.shards().size());
        for (Shard shard : state.shards()) {
            out.writeUTF(shard.status().name());
            byte[] split = splits.serialize(shard.split());
            out.writeInt(split.length);
            out.write(split);
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public KinesisStreamsSourceEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new VersionMismatchException(
                    "The list of shards has version " + version + "; this build reads version " + VERSION + ".");
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        Instant firstStarted = Instant.ofEpochMilli(in.readLong());
        boolean discovered = in.readBoolean();
        int splitVersion = in.readInt();
        int count = in.readInt();
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ShardStatus status = status(in.readUTF());
            byte[] split = new byte[in.readInt()];
            in.readFully(split);
            shards.add(new Shard(splits.deserialize(splitVersion, split), status));
        }
        return new KinesisStreamsSourceEnumeratorState(firstStarted, discovered, shards);
    }

    private static ShardStatus status(String name) throws IOException {
        return switch (name) {
            case "PENDING" -> ShardStatus.PENDING;
            case "ASSIGNED" -> ShardStatus.ASSIGNED;
            case "FINISHED" -> ShardStatus.FINISHED;
            default -> throw new IOException("A shard has the unknown status " + name + ".");
        };
    }
}
