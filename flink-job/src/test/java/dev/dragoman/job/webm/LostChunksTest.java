package dev.dragoman.job.webm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.webm.WebmException.Reason;
import dev.dragoman.samples.Recording;
import dev.dragoman.samples.Recording.ExpectedPacket;
import dev.dragoman.samples.Recording.RecordedChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chunks get lost: nothing is lost beyond them and the two elements that their borders cut through,
 * nothing is invented, and media time stays true.
 */
class LostChunksTest {

    private static final long JITTER_48K = 20 * 48;
    private static final long GUESS_48K = 300 * 48;

    static Stream<String> recordings() {
        return Recording.allWebm().stream();
    }

    /** A packet as it is in the recording: where its block lies, and its true media time. */
    private record TruePacket(
            ExpectedPacket packet, int blockStart, int blockEnd, long mediaStart48k, boolean afterTimestamp) {}

    /** A recording with some chunks missing, read. */
    private record Loss(Recording recording, List<TruePacket> truth, Set<Integer> lost, Collected collected) {

        /** The true packet for each packet that was found, in order. */
        List<TruePacket> found() {
            List<TruePacket> found = new ArrayList<>();
            int next = 0;
            for (int i = 0; i < collected.packets.size(); i++) {
                OpusPacket packet = collected.packets.get(i);
                String crc = Collected.crc(packet.bytes());
                int best = -1;
                for (int j = next; j < truth.size(); j++) {
                    TruePacket candidate = truth.get(j);
                    if (candidate.packet.completeAfterChunk() > collected.steps.get(i)) {
                        break;
                    }
                    // Digital silence repeats the same packet: the nearest in time is meant.
                    if (!lost.contains(candidate.packet.completeAfterChunk())
                            && candidate.packet.crc32().equals(crc)
                            && (best < 0 || distance(candidate, packet) < distance(truth.get(best), packet))) {
                        best = j;
                    }
                }
                assertThat(best)
                        .as("%s without %s invented %s", recording.name(), lost, Collected.line(packet))
                        .isNotNegative();
                found.add(truth.get(best));
                next = best + 1;
            }
            return found;
        }

        private static long distance(TruePacket candidate, OpusPacket packet) {
            return Math.abs(candidate.mediaStart48k - packet.mediaStart48k());
        }

        /** The packets that no lost chunk has a byte of. */
        List<TruePacket> untouched() {
            boolean[] missing = new boolean[recording.concatenated().length];
            int at = 0;
            for (int i = 0; i < recording.chunks().size(); i++) {
                int length = recording.chunks().get(i).bytes().length;
                for (int j = 0; j < length; j++) {
                    missing[at + j] = lost.contains(i);
                }
                at += length;
            }
            return truth.stream()
                    .filter(packet -> {
                        for (int i = packet.blockStart; i < packet.blockEnd; i++) {
                            if (missing[i]) {
                                return false;
                            }
                        }
                        return true;
                    })
                    .toList();
        }
    }

    private static Loss lose(Recording recording, List<TruePacket> truth, Set<Integer> lost) {
        Collected collected = new Collected();
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        for (RecordedChunk chunk : recording.chunks()) {
            if (lost.contains(collected.step)) {
                demuxer.chunkLost(collected);
            } else {
                collected.push(demuxer, chunk.bytes());
            }
            collected.step++;
        }
        collected.end(demuxer);
        return new Loss(recording, truth, lost, collected);
    }

    private static List<TruePacket> truth(Recording recording) {
        byte[] bytes = recording.concatenated();
        List<TruePacket> truth = new ArrayList<>();
        int at = 0;
        long media = 0;
        for (ExpectedPacket packet : recording.expected().packets()) {
            int start = blockStart(bytes, at, packet);
            boolean afterTimestamp = start - at > 2;
            int end = blockEnd(bytes, start);
            truth.add(new TruePacket(packet, start, end, media, afterTimestamp));
            at = end;
            media += packet.samples48k();
        }
        return truth;
    }

    /** The first SimpleBlock from {@code at} on that holds the packet. */
    private static int blockStart(byte[] bytes, int at, ExpectedPacket packet) {
        for (int start = at; start < bytes.length; start++) {
            if ((bytes[start] & 0xFF) == Ids.SIMPLE_BLOCK && Vint.length(bytes[start + 1]) <= 8) {
                int end = blockEnd(bytes, start);
                int from = end - packet.bytes();
                if (from > start
                        && end <= bytes.length
                        && Collected.crc(Arrays.copyOfRange(bytes, from, end)).equals(packet.crc32())) {
                    return start;
                }
            }
        }
        throw new AssertionError("not found: " + packet);
    }

    private static int blockEnd(byte[] bytes, int start) {
        int length = Vint.length(bytes[start + 1]);
        long end = start + 1 + length + Vint.size(bytes, start + 1, length);
        return (int) Math.min(end, Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void anyOneChunkCanBeLost(String name) {
        Recording recording = Recording.load(name);
        List<TruePacket> truth = truth(recording);
        for (int lost = 1; lost < recording.chunks().size(); lost++) {
            // Given
            String what = name + " without chunk " + lost;

            // When
            Loss loss = lose(recording, truth, Set.of(lost));

            // Then
            List<TruePacket> found = loss.found();
            assertThat(found).as(what).isEqualTo(loss.untouched());
            assertThat(loss.collected.problems).as(what).isEmpty();
            assertMonotone(loss, what);
            assertMediaTime(loss, found, lost, what);
        }
    }

    private static void assertMonotone(Loss loss, String what) {
        long end = 0;
        int gap = 0;
        for (OpusPacket packet : loss.collected.packets) {
            if (packet.mediaStart48k() != end) {
                Gap missing = loss.collected.gaps.get(gap++);
                assertThat(missing.mediaStart48k()).as(what).isEqualTo(end);
                assertThat(missing.mediaEnd48k()).as(what).isEqualTo(packet.mediaStart48k());
            }
            end = packet.mediaEnd48k();
        }
        // What is missing at the end has no packet after it.
        assertThat(loss.collected.gaps.size() - gap).as(what).isBetween(0, 1);
    }

    private static void assertMediaTime(Loss loss, List<TruePacket> found, int lost, String what) {
        boolean clusterKnown = false;
        for (int i = 0; i < found.size(); i++) {
            TruePacket is = found.get(i);
            long error = loss.collected.packets.get(i).mediaStart48k() - is.mediaStart48k;
            boolean before = is.packet.completeAfterChunk() < lost;
            boolean first = !before && (i == 0 || found.get(i - 1).packet.completeAfterChunk() < lost);
            clusterKnown = before
                    || (first ? !lostTimestamp(loss, i == 0 ? null : found.get(i - 1), is) : clusterKnown)
                    || is.afterTimestamp;
            assertThat(Math.abs(error))
                    .as("%s: error in samples of %s", what, is)
                    .isLessThanOrEqualTo(before ? 0 : clusterKnown && !restarted(loss, lost) ? JITTER_48K : GUESS_48K);
        }
    }

    /** Whether a cluster began among the packets between two. */
    private static boolean lostTimestamp(Loss loss, TruePacket before, TruePacket after) {
        int from = before == null ? 0 : loss.truth.indexOf(before) + 1;
        return loss.truth.subList(from, loss.truth.indexOf(after)).stream().anyMatch(TruePacket::afterTimestamp);
    }

    /** Whether a recording's end was lost: nothing in the next one says how long it was. */
    private static boolean restarted(Loss loss, int lost) {
        if (!loss.recording.name().equals(Recording.RESTART)) {
            return false;
        }
        int second = loss.truth.stream()
                .filter(packet -> packet.packet.initSegment() == 1)
                .findFirst()
                .orElseThrow()
                .packet
                .completeAfterChunk();
        return lost == second - 1 || lost == second - 2;
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void manyChunksCanBeLost(String name) {
        Recording recording = Recording.load(name);
        List<TruePacket> truth = truth(recording);
        Random random = new Random(name.hashCode());
        for (int round = 0; round < 40; round++) {
            // Given
            Set<Integer> lost = new TreeSet<>();
            int percent = 5 + random.nextInt(60);
            for (int i = 1; i < recording.chunks().size(); i++) {
                if (random.nextInt(100) < percent) {
                    lost.add(i);
                }
            }

            // When
            Loss loss = lose(recording, truth, lost);

            // Then
            String what = name + " without " + lost;
            assertMonotone(loss, what);
            if (!name.equals(Recording.RESTART)) {
                assertThat(loss.found()).as(what).isEqualTo(loss.untouched());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void withoutItsFirstChunkARecordingIsRefused(String name) {
        // Given
        Recording recording = Recording.load(name);

        // When
        Loss loss = lose(recording, truth(recording), Set.of(0));

        // Then
        assertThat(loss.collected.problems).containsOnly(Reason.RECORDING_START_MISSING);
        assertThat(loss.collected.packets).allMatch(packet -> packet.initSegment() == 1);
        assertThat(loss.collected.packets.isEmpty()).isEqualTo(!name.equals(Recording.RESTART));
    }

    @Test
    void aPacketAloneInItsChunkIsFoundWhenNothingMoreComes() {
        // Given a Firefox recording whose last chunk has one packet, after a lost one
        Recording recording = Recording.load("ff-wa-24k-100");
        List<TruePacket> truth = truth(recording);
        byte[] bytes = recording.concatenated();
        TruePacket last = truth.get(truth.size() - 1);
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        collected.push(demuxer, Arrays.copyOf(bytes, truth.get(400).blockStart));

        // When
        demuxer.chunkLost(collected);
        collected.push(demuxer, Arrays.copyOfRange(bytes, last.blockStart, last.blockEnd));
        assertThat(collected.packets).hasSize(400);
        collected.end(demuxer);

        // Then
        assertThat(collected.packets).hasSize(401);
        assertThat(Collected.crc(collected.packets.get(400).bytes())).isEqualTo(last.packet.crc32());
        assertThat(collected.problems).isEmpty();
    }

    @Test
    void aBlockInsideAPacketIsNoPacket() {
        // Given a packet that holds what looks like two blocks of the recording, itself cut by a loss
        Recording recording = Recording.load("ff-wa-24k-250");
        List<TruePacket> truth = truth(recording);
        byte[] bytes = recording.concatenated();
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        collected.push(demuxer, Arrays.copyOf(bytes, truth.get(20).blockStart));
        byte[] twoBlocks = Arrays.copyOfRange(bytes, truth.get(300).blockStart, truth.get(301).blockEnd);
        byte[] rest = Arrays.copyOfRange(bytes, truth.get(40).blockStart, truth.get(60).blockEnd);
        byte[] chunk = new byte[10 + twoBlocks.length + 10 + rest.length];
        System.arraycopy(twoBlocks, 0, chunk, 10, twoBlocks.length);
        System.arraycopy(rest, 0, chunk, 20 + twoBlocks.length, rest.length);

        // When
        demuxer.chunkLost(collected);
        collected.push(demuxer, chunk);
        collected.end(demuxer);

        // Then
        assertThat(collected.packets.stream().skip(20).map(packet -> Collected.crc(packet.bytes())))
                .isEqualTo(truth.subList(40, 61).stream()
                        .map(packet -> packet.packet.crc32())
                        .toList());
    }
}
