package dev.dragoman.bench;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.transcode.Transcoder;
import dev.dragoman.job.webm.OpusPacket;
import dev.dragoman.job.webm.WebmDemuxer;
import dev.dragoman.protocol.SessionSettings;
import java.io.ByteArrayOutputStream;

/**
 * The design that this one replaces: on every chunk, take all chunks so far, put them together, decode all of it, and
 * keep what is new. Its listing and fetching from S3 are left out; its ffmpeg is the same small one.
 */
final class EverythingAgain implements Design {

    private static final Session SESSION = new Session("golden-eagle-427", "en", SessionSettings.defaults());

    private final Transcoder transcoder;
    private final ByteArrayOutputStream soFar = new ByteArrayOutputStream();
    private final WebmDemuxer counter = WebmDemuxer.startingAt(0);
    private final Latencies latencies = new Latencies();
    private long samples48k;
    private long samples16k;

    EverythingAgain(Transcoder transcoder) {
        this.transcoder = transcoder;
    }

    @Override
    public void chunk(byte[] chunk) throws Exception {
        counter.push(chunk, this::count);
        soFar.writeBytes(chunk);
        long start = System.nanoTime();
        Batch all = new Batch(SESSION, 0, 0, Math.toIntExact(samples48k), 0, soFar.toByteArray(), false, 0);
        samples16k = transcoder.transcode(all).get().samples();
        latencies.add(System.nanoTime() - start);
    }

    @Override
    public long finish() {
        return samples16k;
    }

    @Override
    public Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() {}

    private void count(OpusPacket packet) {
        samples48k += packet.samples48k();
    }
}
