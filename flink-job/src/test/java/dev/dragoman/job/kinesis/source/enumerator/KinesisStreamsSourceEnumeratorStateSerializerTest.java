package dev.dragoman.job.kinesis.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.job.kinesis.source.enumerator.KinesisStreamsSourceEnumeratorState.Shard;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KinesisStreamsSourceEnumeratorStateSerializerTest {

    /** What version 1 wrote of {@link #STATE}: savepoints hold such bytes, so this never changes. */
    private static final String VERSION_1 =
            "000001a20320a200010000000100000003000846494e49534845440000002e000361726e00016100"
                    + "0c5452494d5f484f52495a4f4e00000001000b706172656e74206f66206100013000013900000841"
                    + "535349474e45440000003a000361726e000162001541465445525f53455155454e43455f4e554d42"
                    + "455200013700000001000b706172656e74206f66206200013000013900000750454e44494e470000"
                    + "0036000361726e000163000c41545f54494d455354414d50000001a20320a20100000001000b7061"
                    + "72656e74206f66206300013000013900";

    private static final KinesisStreamsSourceEnumeratorState STATE = new KinesisStreamsSourceEnumeratorState(
            Instant.ofEpochMilli(1_795_348_800_000L),
            true,
            List.of(
                    new Shard(split("a", StartingPosition.fromStart()), ShardStatus.FINISHED),
                    new Shard(split("b", StartingPosition.continueFromSequenceNumber("7")), ShardStatus.ASSIGNED),
                    new Shard(
                            split("c", StartingPosition.fromTimestamp(Instant.ofEpochMilli(1_795_348_800_001L))),
                            ShardStatus.PENDING)));

    private final KinesisStreamsSourceEnumeratorStateSerializer serializer =
            new KinesisStreamsSourceEnumeratorStateSerializer();

    private static KinesisShardSplit split(String id, StartingPosition position) {
        return new KinesisShardSplit("arn", id, position, Set.of("parent of " + id), "0", "9", false);
    }

    @Test
    void readsWhatItWrites() throws IOException {
        assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(STATE)))
                .isEqualTo(STATE);
    }

    @Test
    void readsVersion1() throws IOException {
        assertThat(serializer.deserialize(1, HexFormat.of().parseHex(VERSION_1)))
                .isEqualTo(STATE);
    }

    @Test
    void refusesAVersionFromTheFuture() {
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[100]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2");
    }
}
