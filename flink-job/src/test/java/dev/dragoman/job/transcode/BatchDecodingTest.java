package dev.dragoman.job.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.webm.BatchWriter;
import dev.dragoman.job.webm.OpusPacket;
import dev.dragoman.job.webm.OpusTrack;
import dev.dragoman.job.webm.WebmDemuxer;
import dev.dragoman.samples.Recording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Batches, each decoded by a fresh decoder, sound as the whole recording does, decoded in one go by the same ffmpeg:
 * the same number of samples, and after each joint no click and no hole.
 */
class BatchDecodingTest {

    /** The first 100 ms after a joint. */
    private static final int JOINT_16K = 1_600;

    /** Root mean square, of 32,768, below which rounding to 16 bits alone is heard and a ratio says nothing. */
    private static final double SILENCE = 30;

    private static final double WORST_DB = 28;
    private static final double MEDIAN_DB = 45;

    private static final List<String> RECORDINGS = Recording.ONE_INIT_SEGMENT;

    private static Transcoder ffmpeg;

    @BeforeAll
    static void open() throws IOException {
        ffmpeg = FfmpegTranscoder.bundled(new TranscodeSettings(2, 1_000, Duration.ofSeconds(60)))
                .open();
    }

    @AfterAll
    static void close() {
        ffmpeg.close();
    }

    @ParameterizedTest
    @FieldSource("RECORDINGS")
    void everyBatchHasItsExactLength(String name) throws Exception {
        // Given
        Recording recording = Recording.load(name);

        // When
        List<Pcm> batches = decode(recording, 48_000);

        // Then
        long position = 0;
        for (Pcm batch : batches) {
            assertThat(batch.mediaStart16k()).isEqualTo(position);
            position += batch.samples();
        }
        assertThat(position).isEqualTo(recording.expected().samples48k() / 3);
    }

    /** From the shortest batches to the usual ones: many joints, at all kinds of places. */
    @ParameterizedTest
    @ValueSource(ints = {12_000, 48_000})
    void jointsAreNotHeard(int batch48k) throws Exception {
        // Given
        List<Double> joints = new ArrayList<>();

        // When
        for (String name : RECORDINGS) {
            joints.addAll(jointsInDecibels(Recording.load(name), batch48k));
        }

        // Then
        joints.sort(Double::compare);
        assertThat(joints).hasSizeGreaterThan(200);
        assertThat(joints.get(0)).as("worst, dB").isGreaterThan(WORST_DB);
        assertThat(joints.get(joints.size() / 2)).as("median, dB").isGreaterThan(MEDIAN_DB);
    }

    /** The ratio of signal to difference after each joint that has a signal. */
    private static List<Double> jointsInDecibels(Recording recording, int batch48k) throws Exception {
        ShortBuffer whole = samples(wholeDecode(recording));
        // The whole decode drops the pre-skip that the recording announces; batches count it as media time.
        long preSkip16k = recording.expected().samples48k() / 3 - whole.limit();
        List<Double> joints = new ArrayList<>();
        for (Pcm batch : decode(recording, batch48k)) {
            long from = batch.mediaStart16k() - preSkip16k;
            int length = Math.min(JOINT_16K, batch.samples());
            if (from > 0) {
                double signal = 0;
                double difference = 0;
                ShortBuffer decoded = samples(batch.bytes());
                for (int i = 0; i < length; i++) {
                    double expected = whole.get(Math.toIntExact(from + i));
                    signal += expected * expected;
                    difference += Math.pow(expected - decoded.get(i), 2);
                }
                if (Math.sqrt(signal / length) >= SILENCE) {
                    joints.add(difference == 0 ? 120 : 10 * Math.log10(signal / difference));
                }
            }
        }
        return joints;
    }

    private static byte[] wholeDecode(Recording recording) throws Exception {
        int preSkip48k = track(recording).preSkip48k();
        Batch whole = Batches.of(
                recording.concatenated(), Math.toIntExact(recording.expected().samples48k()) - preSkip48k, 0);
        return TranscoderContract.get(ffmpeg.transcode(whole)).bytes();
    }

    private static List<Pcm> decode(Recording recording, int batch48k) throws Exception {
        OpusTrack track = track(recording);
        List<OpusPacket> packets = packets(recording);
        List<CompletableFuture<Pcm>> answers = new ArrayList<>();
        int from = 0;
        while (from < packets.size()) {
            long start = packets.get(from).mediaStart48k();
            int to = from;
            while (to < packets.size() && packets.get(to).mediaStart48k() < start + batch48k) {
                to++;
            }
            List<OpusPacket> preroll = BatchWriter.preroll(packets.subList(0, from), packets.get(from));
            answers.add(ffmpeg.transcode(new Batch(
                    Batches.SESSION,
                    0,
                    start,
                    length(packets.subList(from, to)),
                    length(preroll),
                    BatchWriter.write(track, preroll, packets.subList(from, to)),
                    false,
                    0)));
            from = to;
        }
        List<Pcm> decoded = new ArrayList<>();
        for (CompletableFuture<Pcm> answer : answers) {
            decoded.add(TranscoderContract.get(answer));
        }
        return decoded;
    }

    private static OpusTrack track(Recording recording) throws Exception {
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        demuxer.push(recording.concatenated(), packet -> {});
        return demuxer.track();
    }

    private static List<OpusPacket> packets(Recording recording) throws Exception {
        List<OpusPacket> packets = new ArrayList<>();
        WebmDemuxer.startingAt(0).push(recording.concatenated(), packets::add);
        return packets;
    }

    private static int length(List<OpusPacket> packets) {
        return packets.stream().mapToInt(OpusPacket::samples48k).sum();
    }

    private static ShortBuffer samples(byte[] pcm) {
        return ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    }
}
