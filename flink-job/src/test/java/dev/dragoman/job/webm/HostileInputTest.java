package dev.dragoman.job.webm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.webm.WebmException.Reason;
import dev.dragoman.samples.Recording;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are not what they should be end in a typed error; nothing else is harmed. */
class HostileInputTest {

    /** A document's header and an open segment with one Opus track, number 1; then an open cluster at 0. */
    private static final String DOCUMENT = "1A45DFA3 87 42828477 65626D 18538067 FF ";

    private static final String TRACKS = "1654AE6B A6 AE A4 D7 81 01 83 81 02 86 86 415F4F505553 "
            + "63A2 93 4F70757348656164 01 01 0000 80BB0000 0000 00";

    private static final String CLUSTER = "1F43B675 FF E7 81 00";

    /** A packet of 20 ms, 3 bytes long. */
    private static final String BLOCK = "A3 87 81 0000 80 780102";

    private static byte[] bytes(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
    }

    private static Collected read(byte[] bytes) {
        Collected collected = new Collected();
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        collected.push(demuxer, bytes);
        collected.end(demuxer);
        return collected;
    }

    @Test
    void aSmallestRecordingIsRead() {
        Collected collected = read(bytes(DOCUMENT, TRACKS, CLUSTER, BLOCK));
        assertThat(collected.problems).isEmpty();
        assertThat(collected.packets).hasSize(1);
        assertThat(collected.packets.get(0).samples48k()).isEqualTo(960);
    }

    /** What stands after the tracks, and what it ends in. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            a size of eight bytes that is too large,       1F43B675 FF E7 81 00 EC 01 FFFFFFFFFFFFFE,         LIMIT_EXCEEDED
            a block of eight size bytes that is too large, 1F43B675 FF E7 81 00 A3 01 00000000FFFFFF 8100008078010203, LIMIT_EXCEEDED
            a block of 64 KiB and one byte,                1F43B675 FF E7 81 00 A3 210001 8100008078000000,   LIMIT_EXCEEDED
            a size that starts with a zero byte,           1F43B675 FF E7 81 00 A3 00,                        MALFORMED
            a block without a size,                        1F43B675 FF E7 81 00 A3 FF,                        MALFORMED
            an empty block,                                1F43B675 FF E7 81 00 A3 80,                        MALFORMED
            a block without a packet,                      1F43B675 FF E7 81 00 A3 84 81000080,               MALFORMED
            a packet of no frames,                         1F43B675 FF E7 81 00 A3 86 81000080 7B80,          MALFORMED
            a packet longer than 120 ms,                   1F43B675 FF E7 81 00 A3 86 81000080 7B87,          MALFORMED
            a packet without its frame count,              1F43B675 FF E7 81 00 A3 85 81000080 7B,            MALFORMED
            a block of a track that does not exist,        1F43B675 FF E7 81 00 A3 87 82000080 780102,        MALFORMED
            a block before its cluster's time,             1F43B675 FF A3 87 81000080 780102,                 MALFORMED
            a block outside of a cluster,                  A3 87 81000080 780102,                             MALFORMED
            laced blocks,                                  1F43B675 FF E7 81 00 A3 87 81000082 780102,        UNSUPPORTED
            a time of nine bytes,                          1F43B675 FF E7 89 000000000000000000,              LIMIT_EXCEEDED
            a time of 64 bits,                             1F43B675 FF E7 88 FFFFFFFFFFFFFFFF,                MALFORMED
            a time in a million years,                     1F43B675 FF E7 87 FFFFFFFFFFFFFF,                  LIMIT_EXCEEDED
            a child larger than its parent,                1F43B675 84 E7 81 00 A3 87 81000080 780102,        MALFORMED
            an unknown element in a cluster,               1F43B675 FF E7 81 00 4FFF 80,                      MALFORMED
            an unknown element in a segment,               4FFF 80,                                           MALFORMED
            a segment in a segment,                        18538067 FF,                                       MALFORMED
            tracks twice,                                  1654AE6B 80,                                       MALFORMED
            an id of five bytes,                           0812345678,                                        MALFORMED
            a header of another document,                  1A45DFA3 86 428283 666F6F,                         NOT_WEBM
            a header without a document type,              1A45DFA3 80,                                       NOT_WEBM
            the end inside of a block,                     1F43B675 FF E7 81 00 A3 87 81,                     TRUNCATED
            the end inside of an element's header,         1F43B675 FF E7 81 00 A3,                           TRUNCATED
            the end inside of a cluster of known size,     1F43B675 90 E7 81 00,                              TRUNCATED
            the end inside of what is skipped,             EC 88 00,                                          TRUNCATED
            """)
    void damageInARecordingIsNamed(String what, String hex, Reason reason) {
        assertThat(read(bytes(DOCUMENT, TRACKS, hex)).problems).as(what).contains(reason);
    }

    /** What stands in place of the tracks, and what it ends in. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            no tracks,                        1654AE6B 80,                                                  NO_OPUS_TRACK
            a cluster before tracks,          1F43B675 FF E7 81 00,                                         NO_OPUS_TRACK
            only a video track,               1654AE6B 8F AE 8D D7 81 01 83 81 01 86 85 565F565038,         NO_OPUS_TRACK
            no OpusHead,                      1654AE6B 90 AE 8E D7 81 01 83 81 02 86 86 415F4F505553,       MALFORMED
            an encrypted track,               1654AE6B 93 AE 91 D7 81 01 83 81 02 86 86 415F4F505553 6D80 80, UNSUPPORTED
            a time scale of nothing,          1549A966 85 2AD7B1 81 00,                                     LIMIT_EXCEEDED
            a time scale of a minute,         1549A966 89 2AD7B1 85 0DF8475800,                             LIMIT_EXCEEDED
            tracks without a size,            1654AE6B FF,                                                  MALFORMED
            a name of 65 bytes,               1654AE6B F0 AE EE 86 C1 00000000000000000000,                 LIMIT_EXCEEDED
            """)
    void damageInAnInitSegmentIsNamed(String what, String hex, Reason reason) {
        assertThat(read(bytes(DOCUMENT, hex)).problems).as(what).contains(reason);
    }

    @Test
    void elementsThatNobodyNeedsArePassedOver() {
        // Given Void, CRC-32, SeekHead, Cues, Tags, a block group, a cluster of known size
        byte[] recording = bytes(
                DOCUMENT,
                "EC 83 000000 114D9B74 80 ",
                TRACKS,
                "EC 81 00 1254C367 83 000000 1F43B675 91 BF 84 00000000 E7 81 00 A7 81 00 AB 81 00 EC 80 ",
                "1F43B675 FF E7 81 14 A0 8E A1 87 81 0000 00 780102 9B 81 14 EC 80 ",
                "1C53BB6B 82 0000 1F43B675 FF E7 81 28 ",
                BLOCK);

        // When
        Collected collected = read(recording);

        // Then
        assertThat(collected.problems).isEmpty();
        assertThat(collected.packets.stream().map(OpusPacket::timestampMillis)).containsExactly(20L, 40L);
    }

    @Test
    void blocksOfOtherTracksArePassedOver() {
        // Given a video track, number 2, with a block larger than any of Opus
        byte[] recording = bytes(
                DOCUMENT,
                TRACKS.replace("1654AE6B A6", "1654AE6B B5"),
                "AE 8D D7 81 02 83 81 01 86 85 565F565038",
                CLUSTER,
                "A3 2186A0 82 0000 80",
                "00".repeat(100_000 - 4),
                BLOCK);

        // When
        Collected collected = read(recording);

        // Then
        assertThat(collected.problems).isEmpty();
        assertThat(collected.packets).hasSize(1);
    }

    @Test
    void aRecordingGoesOnAfterDamage() {
        // Given
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        collected.push(demuxer, bytes(DOCUMENT, TRACKS, CLUSTER, BLOCK));

        // When
        collected.push(demuxer, bytes("00 00 00", BLOCK));
        collected.push(demuxer, bytes("A3 87 81 003C 80 780102 A3 87 81 0050 80 780102"));

        // Then
        assertThat(collected.problems).containsExactly(Reason.MALFORMED);
        assertThat(collected.packets.stream().map(OpusPacket::mediaStart48k)).containsExactly(0L, 2880L, 3840L);
        assertThat(collected.gaps).containsExactly(new Gap(0, 0, 960, 1920));
    }

    @Test
    void elementsWithoutEndAreNotHeld() {
        // Given
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        collected.push(demuxer, bytes(DOCUMENT, TRACKS, CLUSTER));

        // When Void follows Void
        byte[] voids = bytes("EC 88 0000000000000000".repeat(1000));
        for (int i = 0; i < 1000; i++) {
            collected.push(demuxer, voids);
        }

        // Then
        assertThat(collected.problems).isEmpty();
        assertThat(demuxer.snapshot().length).isLessThan(1000);
    }

    @Test
    void anInitSegmentWithoutEndIsRefused() {
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        collected.push(demuxer, bytes(DOCUMENT));
        byte[] voids = bytes("EC 88 0000000000000000".repeat(1000));
        for (int i = 0; i < 1000; i++) {
            collected.push(demuxer, voids);
        }
        assertThat(collected.problems).containsOnly(Reason.LIMIT_EXCEEDED).isNotEmpty();
    }

    @Test
    void whatWaitsAfterALossIsBounded() {
        // Given a loss
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        collected.push(demuxer, bytes(DOCUMENT, TRACKS, CLUSTER, BLOCK));
        demuxer.chunkLost(collected);

        // When what follows may always be the start of a large element
        byte[] undecidable = bytes("EC 88 0000000000000000".repeat(100));
        collected.push(demuxer, bytes("A3 87 81 0000 80 780102"));
        for (int i = 0; i < 1000; i++) {
            collected.push(demuxer, undecidable);
            assertThat(demuxer.snapshot().length).isLessThan(Limits.MAX_SNAPSHOT_BYTES);
        }

        // Then
        assertThat(collected.packets).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cr-mp4-24k-250", "ff-ogg-24k-250"})
    void otherContainersAreNotWebm(String name) {
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        Recording.load(name).chunks().forEach(chunk -> collected.push(demuxer, chunk.bytes()));
        collected.end(demuxer);
        assertThat(collected.problems).containsOnly(Reason.NOT_WEBM).isNotEmpty();
        assertThat(collected.packets).isEmpty();
    }

    @Test
    void anEmptyRecordingIsEmpty() {
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        collected.push(demuxer, new byte[0]);
        collected.end(demuxer);
        assertThat(collected.problems).containsExactly(Reason.EMPTY);
    }

    @Test
    void afterARecordingThatCannotBeReadTheNextOneCan() {
        // Given
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        collected.push(demuxer, Recording.load("ff-ogg-24k-250").concatenated());
        collected.end(demuxer);
        Recording recording = Recording.load("cr-wa-24k-250-stereo");

        // When
        collected.push(demuxer, recording.concatenated());
        collected.end(demuxer);

        // Then
        assertThat(collected.lines()).isEqualTo(ReassemblyTest.expectedLines(recording, 0));
    }

    @Test
    void aRecordingCanBeCutOffAnywhere() {
        // Given
        Recording recording = Recording.load("ff-wa-24k-100");
        byte[] bytes = recording.concatenated();
        List<String> whole = ReassemblyTest.expectedLines(recording, 0);
        for (int length = 1; length < 3_000; length += 7) {
            // When
            Collected collected = read(Arrays.copyOf(bytes, length));

            // Then
            assertThat(collected.lines()).isEqualTo(whole.subList(0, collected.packets.size()));
            assertThat(collected.problems).isIn(List.of(), List.of(Reason.TRUNCATED));
            assertThat(length >= 260 || collected.problems.contains(Reason.TRUNCATED))
                    .isTrue();
        }
    }

    @Test
    void randomBytesAreNotWebm() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[8 + random.nextInt(3_000)];
            random.nextBytes(bytes);
            Collected collected = read(bytes);
            assertThat(collected.problems).containsOnly(Reason.NOT_WEBM).isNotEmpty();
            assertThat(collected.packets).isEmpty();
        }
    }

    @Test
    void damagedRecordingsEndInTypedErrors() {
        Random random = new Random(11);
        byte[] bytes = Recording.load("cr-wa-24k-250-stereo").concatenated();
        for (int i = 0; i < 1_000; i++) {
            // Given
            byte[] damaged = bytes.clone();
            int damages = 1 + random.nextInt(50);
            for (int j = 0; j < damages; j++) {
                damaged[random.nextInt(i % 2 == 0 ? 400 : damaged.length)] = (byte) random.nextInt();
            }
            WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
            Collected collected = new Collected();

            // When
            for (int at = 0; at < damaged.length; at += 900) {
                collected.push(demuxer, Arrays.copyOfRange(damaged, at, Math.min(damaged.length, at + 900)));
            }
            collected.end(demuxer);

            // Then
            long end = 0;
            for (OpusPacket packet : collected.packets) {
                assertThat(packet.mediaStart48k()).isGreaterThanOrEqualTo(end);
                end = packet.mediaEnd48k();
            }
        }
    }

    @Test
    void anAttackOnTheSearchStaysCheap() {
        // Given bytes in which every fourth position may start a chain
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        collected.push(demuxer, bytes(DOCUMENT, TRACKS, CLUSTER, BLOCK));
        demuxer.chunkLost(collected);
        ByteArrayOutputStream attack = new ByteArrayOutputStream();
        for (int i = 0; i < 32_000; i++) {
            attack.writeBytes(bytes(i % 60 == 59 ? "A3 00 00 00" : "A3 82 A3 80"));
        }

        // When
        long start = System.nanoTime();
        collected.push(demuxer, attack.toByteArray());

        // Then it is far from quadratic, which would take minutes
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        assertThat(collected.packets).hasSize(1);
    }
}
