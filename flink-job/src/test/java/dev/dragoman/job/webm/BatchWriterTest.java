package dev.dragoman.job.webm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.samples.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch is a recording of its own, with the same packets. That it sounds the same is tested where it is decoded. */
class BatchWriterTest {

    static Stream<String> recordings() {
        return Recording.ONE_INIT_SEGMENT.stream();
    }

    private static Collected read(byte[] bytes) {
        Collected collected = new Collected();
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        collected.push(demuxer, bytes);
        collected.end(demuxer);
        assertThat(collected.problems).isEmpty();
        return collected;
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void aBatchHoldsItsPrerollAndItsPackets(String name) {
        // Given
        Collected recording = read(Recording.load(name).concatenated());
        OpusTrack track = recording.tracks.get(0);

        for (int from = 0; from + 10 <= recording.packets.size(); from += 10) {
            List<OpusPacket> packets = recording.packets.subList(from, from + 10);
            List<OpusPacket> preroll = BatchWriter.preroll(recording.packets.subList(0, from), packets.get(0));

            // When
            Collected batch = read(BatchWriter.write(track, preroll, packets));

            // Then
            List<OpusPacket> all = new ArrayList<>(preroll);
            all.addAll(packets);
            long start = all.get(0).mediaStart48k();
            assertThat(batch.packets.stream().map(packet -> Collected.crc(packet.bytes())))
                    .isEqualTo(all.stream()
                            .map(packet -> Collected.crc(packet.bytes()))
                            .toList());
            assertThat(batch.packets.stream().map(OpusPacket::timestampMillis))
                    .isEqualTo(all.stream()
                            .map(packet -> (packet.mediaStart48k() - start) / 48)
                            .toList());
            assertThat(batch.tracks).singleElement().satisfies(written -> {
                assertThat(written.preSkip48k()).isZero();
                assertThat(written.channels()).isEqualTo(track.channels());
            });
            long prerollLength = packets.get(0).mediaStart48k() - start;
            assertThat(prerollLength)
                    .isEqualTo(from == 0 ? 0 : Math.min(packets.get(0).mediaStart48k(), BatchWriter.PREROLL_48K));
        }
    }

    @Test
    void prerollEndsAtAGapAndAtAnotherInitSegment() {
        OpusPacket first = packet(0, 0);
        OpusPacket second = packet(0, 960);
        OpusPacket afterGap = packet(0, 2880);
        OpusPacket restarted = packet(1, 3840);
        List<OpusPacket> earlier = List.of(first, second, afterGap, restarted);
        assertThat(BatchWriter.preroll(earlier.subList(0, 1), second)).containsExactly(first);
        assertThat(BatchWriter.preroll(earlier.subList(0, 2), afterGap)).isEmpty();
        assertThat(BatchWriter.preroll(earlier.subList(0, 3), packet(0, 3840))).containsExactly(afterGap);
        assertThat(BatchWriter.preroll(earlier.subList(0, 3), restarted)).isEmpty();
    }

    @Test
    void aBatchIsRefusedIfItCannotBeWrittenTruly() {
        OpusTrack track =
                read(Recording.load("ff-wa-24k-100").concatenated()).tracks.get(0);
        assertThatThrownBy(() -> BatchWriter.write(track, List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BatchWriter.write(track, List.of(packet(0, 0)), List.of(packet(0, 1920))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 960")
                .hasMessageContaining("from 1920");
        assertThatThrownBy(() -> BatchWriter.write(track, List.of(), List.of(packet(0, 0), packet(1, 960))))
                .isInstanceOf(IllegalArgumentException.class);
        List<OpusPacket> tooLong = new ArrayList<>();
        for (int i = 0; i < 1_640; i++) {
            tooLong.add(packet(0, i * 960L));
        }
        assertThatThrownBy(() -> BatchWriter.write(track, List.of(), tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32767");
        assertThat(BatchWriter.write(track, List.of(), tooLong.subList(0, 1_639)))
                .isNotEmpty();
    }

    private static OpusPacket packet(int initSegment, long mediaStart48k) {
        return new OpusPacket(initSegment, mediaStart48k / 48, mediaStart48k, 960, new byte[] {0x78, 1, 2});
    }
}
