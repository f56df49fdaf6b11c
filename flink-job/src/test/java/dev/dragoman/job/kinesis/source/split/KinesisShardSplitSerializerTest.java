package dev.dragoman.job.kinesis.source.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KinesisShardSplitSerializerTest {

    /** What version 1 wrote of {@link #ofVersion1}: savepoints hold such bytes, so this never changes. */
    private static final String VERSION_1 =
            "001161726e3a6177733a6b696e657369733a78000a736861726449642d3033001541465445525f53"
                    + "455155454e43455f4e554d424552000331323300000002000a736861726449642d3031000a736861"
                    + "726449642d3032000130000332353501";

    private final KinesisShardSplitSerializer serializer = new KinesisShardSplitSerializer();

    private static KinesisShardSplit ofVersion1() {
        return split(StartingPosition.continueFromSequenceNumber("123"), true);
    }

    private static KinesisShardSplit split(StartingPosition position, boolean finished) {
        return new KinesisShardSplit(
                "arn:aws:kinesis:x", "shardId-03", position, Set.of("shardId-01", "shardId-02"), "0", "255", finished);
    }

    static StartingPosition[] positions() {
        return new StartingPosition[] {
            StartingPosition.fromStart(),
            StartingPosition.fromTimestamp(Instant.parse("2026-11-22T12:00:00.123456Z")),
            StartingPosition.continueFromSequenceNumber("49590338271490256608559692538361571095921575989136588898")
        };
    }

    @ParameterizedTest
    @MethodSource("positions")
    void readsWhatItWrites(StartingPosition position) throws IOException {
        KinesisShardSplit split = split(position, false);

        assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(split)))
                .isEqualTo(split);
    }

    @Test
    void readsVersion1() throws IOException {
        assertThat(serializer.deserialize(1, HexFormat.of().parseHex(VERSION_1)))
                .isEqualTo(ofVersion1());
    }

    @Test
    void refusesAVersionFromTheFuture() {
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[100]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void refusesAPositionOfAnUnknownKind() {
        byte[] bytes = HexFormat.of().parseHex(VERSION_1.replace("4146544552", "4245464f52"));

        assertThatThrownBy(() -> serializer.deserialize(1, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("BEFOR_SEQUENCE_NUMBER");
    }
}
