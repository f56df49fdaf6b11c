package dev.dragoman.job.webm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.samples.Recording;
import dev.dragoman.samples.Recording.ExpectedPacket;
import dev.dragoman.samples.Recording.RecordedChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What two browsers really recorded comes out packet by packet. */
class ReassemblyTest {

    static Stream<String> recordings() {
        return Recording.allWebm().stream();
    }

    /** What is expected of a recording, as {@link Collected#line} has it, from this media time on. */
    static List<String> expectedLines(Recording recording, long base48k) {
        List<String> lines = new ArrayList<>();
        long media = base48k;
        for (ExpectedPacket packet : recording.expected().packets()) {
            lines.add(packet.initSegment() + " " + packet.timestampMillis() + " " + media + " " + packet.samples48k()
                    + " " + packet.bytes() + " " + packet.crc32());
            media += packet.samples48k();
        }
        return lines;
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void everyPacketComesWithTheChunkThatCompletesIt(String name) {
        // Given
        Recording recording = Recording.load(name);
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();

        // When
        for (RecordedChunk chunk : recording.chunks()) {
            collected.push(demuxer, chunk.bytes());
            collected.step++;
        }
        collected.end(demuxer);

        // Then
        Recording.Expected expected = recording.expected();
        assertThat(collected.lines()).isEqualTo(expectedLines(recording, 0));
        assertThat(collected.steps)
                .isEqualTo(expected.packets().stream()
                        .map(ExpectedPacket::completeAfterChunk)
                        .toList());
        assertThat(demuxer.mediaEnd48k()).isEqualTo(expected.samples48k());
        assertThat(collected.tracks).hasSameSizeAs(expected.initSegmentBytes());
        assertThat(collected.gaps).isEmpty();
        assertThat(collected.problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void theCutsDoNotMatterByteByByte(String name) {
        // Given
        Recording recording = Recording.load(name);
        WebmDemuxer demuxer = WebmDemuxer.startingAt(48_000);
        Collected collected = new Collected();

        // When
        for (byte single : recording.concatenated()) {
            collected.push(demuxer, new byte[] {single});
        }
        collected.end(demuxer);

        // Then
        assertThat(collected.lines()).isEqualTo(expectedLines(recording, 48_000));
        assertThat(collected.problems).isEmpty();
    }

    @Test
    void theTrackIsAsTheBrowserWroteIt() {
        assertThat(trackOf("cr-wa-24k-250")).satisfies(track -> {
            assertThat(track.number()).isEqualTo(1);
            assertThat(track.preSkip48k()).isZero();
        });
        assertThat(trackOf("ff-wa-24k-250")).satisfies(track -> {
            assertThat(track.number()).isEqualTo(2);
            assertThat(track.channels()).isEqualTo(1);
            assertThat(track.preSkip48k()).isEqualTo(312);
        });
        assertThat(trackOf("cr-wa-24k-250-stereo").channels()).isEqualTo(2);
    }

    @Test
    void mediaTimeGoesOnAcrossRecordings() {
        // Given
        Recording first = Recording.load("cr-wa-24k-250-stereo");
        Recording second = Recording.load("ff-wa-24k-100");
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();

        // When
        collected.push(demuxer, first.concatenated());
        collected.end(demuxer);
        collected.push(demuxer, second.concatenated());
        collected.end(demuxer);

        // Then
        List<String> expected = new ArrayList<>(expectedLines(first, 0));
        expectedLines(second, first.expected().samples48k()).forEach(line -> expected.add("1" + line.substring(1)));
        assertThat(collected.lines()).isEqualTo(expected);
        assertThat(collected.problems).isEmpty();
    }

    @Test
    void emptyChunksAreNothing() {
        // Given
        Recording recording = Recording.load("ff-wa-24k-100");
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();

        // When
        for (RecordedChunk chunk : recording.chunks()) {
            collected.push(demuxer, new byte[0]);
            collected.push(demuxer, chunk.bytes());
        }
        collected.push(demuxer, new byte[0]);
        collected.end(demuxer);

        // Then
        assertThat(collected.lines()).isEqualTo(expectedLines(recording, 0));
        assertThat(collected.problems).isEmpty();
    }

    private static OpusTrack trackOf(String name) {
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        collected.push(demuxer, Recording.load(name).concatenated());
        return collected.tracks.get(0);
    }
}
