package dev.dragoman.job.webm;

import dev.dragoman.job.webm.WebmException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** A sink that keeps all it is told, and feeds a demuxer while noting what goes wrong. */
final class Collected implements WebmSink {

    final List<OpusPacket> packets = new ArrayList<>();
    final List<Gap> gaps = new ArrayList<>();
    final List<OpusTrack> tracks = new ArrayList<>();
    final List<Reason> problems = new ArrayList<>();

    /** For each packet, which step had been begun when it was told. */
    final List<Integer> steps = new ArrayList<>();

    /** Counted by the test. */
    int step;

    @Override
    public void packet(OpusPacket packet) {
        packets.add(packet);
        steps.add(step);
    }

    @Override
    public void gap(Gap gap) {
        gaps.add(gap);
    }

    @Override
    public void track(OpusTrack track) {
        tracks.add(track);
    }

    void push(WebmDemuxer demuxer, byte[] bytes) {
        try {
            demuxer.push(bytes, this);
        } catch (WebmException e) {
            problems.add(e.reason());
        }
    }

    void end(WebmDemuxer demuxer) {
        try {
            demuxer.recordingEnded(this);
        } catch (WebmException e) {
            problems.add(e.reason());
        }
    }

    /** What a packet is, as one line to compare. */
    static String line(OpusPacket packet) {
        return packet.initSegment() + " " + packet.timestampMillis() + " " + packet.mediaStart48k() + " "
                + packet.samples48k() + " " + packet.bytes().length + " " + crc(packet.bytes());
    }

    List<String> lines() {
        return packets.stream().map(Collected::line).toList();
    }

    static String crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return String.format("%08x", crc.getValue());
    }
}
