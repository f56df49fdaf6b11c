package dev.dragoman.bench;

import dev.dragoman.job.webm.OpusPacket;
import dev.dragoman.job.webm.WebmDemuxer;
import dev.dragoman.job.webm.WebmException;
import dev.dragoman.job.webm.WebmSink;
import dev.dragoman.samples.Recording;
import dev.dragoman.samples.Recording.RecordedChunk;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The demuxer on one core, fed with a recording's chunks as they were recorded, over and over: each
 * time is another recording of the same session, so that media time and state go on.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DemuxerBenchmark {

    /** A browser each: 60 ms packets from Chromium, 20 ms packets from Firefox. */
    @Param({"cr-mic-24k-250-long", "talk-ff-wa-24k-250"})
    public String recording = "";

    private byte[][] chunks = {};
    private WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
    private int next;

    /** Reads the recording. */
    @Setup
    public void load() {
        chunks = Recording.load(recording).chunks().stream()
                .map(RecordedChunk::bytes)
                .toArray(byte[][]::new);
    }

    /** How many bytes {@link #recording} reads. */
    static long bytesOf(String recording) {
        return Recording.load(recording).concatenated().length;
    }

    /** A whole recording, chunk by chunk. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public void recording(Blackhole sink) throws WebmException {
        WebmSink packets = sinkInto(sink);
        for (byte[] chunk : chunks) {
            demuxer.push(chunk, packets);
        }
        demuxer.recordingEnded(packets);
    }

    /** One chunk. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public void chunk(Blackhole sink) throws WebmException {
        WebmSink packets = sinkInto(sink);
        demuxer.push(chunks[next], packets);
        if (++next == chunks.length) {
            demuxer.recordingEnded(packets);
            next = 0;
        }
    }

    /** One chunk by a job that keeps the demuxer as bytes: resumed before, saved after. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public void chunkFromState(Blackhole sink) throws WebmException {
        demuxer = WebmDemuxer.resume(demuxer.snapshot());
        chunk(sink);
    }

    private static WebmSink sinkInto(Blackhole sink) {
        return (OpusPacket packet) -> sink.consume(packet);
    }
}
