package dev.dragoman.bench;

import dev.dragoman.ffmpeg.BundledFfmpeg;
import dev.dragoman.job.webm.OpusPacket;
import dev.dragoman.job.webm.WebmDemuxer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * The other candidate: one ffmpeg for the whole session, fed second by second. The demuxer works all the same, since
 * gaps and media time come from it; here the chunks go to ffmpeg as they are, the cheapest there is.
 */
final class PerSessionProcess implements Design {

    /** The resampler keeps the last samples back until it has seen what follows them; measured: 17. */
    private static final int KEPT_BACK_16K = 32;

    private static final String COMMAND =
            "%s -nostdin -hide_banner -loglevel error -f matroska -i pipe:0 -ac 1 -ar 16000 -f s16le pipe:1";

    private final Process process;
    private final OutputStream stdin;
    private final Thread reader;
    private final WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
    private final Latencies latencies = new Latencies();
    private long fed48k;
    private long batchEnd48k = PerBatchProcess.BATCH_48K;
    private long bytesOut;
    private boolean ended;

    PerSessionProcess(BundledFfmpeg ffmpeg) throws IOException {
        process = new ProcessBuilder(COMMAND.formatted(ffmpeg.executable()).split(" ", -1))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        stdin = process.getOutputStream();
        reader = new Thread(() -> read(process.getInputStream()), "pcm-reader");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public void chunk(byte[] chunk) throws Exception {
        demuxer.push(chunk, this::count);
        Objects.requireNonNull(demuxer.snapshot());
        stdin.write(chunk);
        if (fed48k >= batchEnd48k) {
            long start = System.nanoTime();
            stdin.flush();
            awaitSamples(fed48k / 3 - KEPT_BACK_16K);
            latencies.add(System.nanoTime() - start);
            batchEnd48k = fed48k + PerBatchProcess.BATCH_48K;
        }
    }

    @Override
    public long finish() throws Exception {
        stdin.close();
        reader.join();
        process.waitFor();
        return bytesOut / 2;
    }

    @Override
    public Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void count(OpusPacket packet) {
        fed48k += packet.samples48k();
    }

    private synchronized void awaitSamples(long samples16k) throws IOException {
        try {
            while (bytesOut / 2 < samples16k) {
                if (ended) {
                    throw new IOException("ffmpeg ended in the middle of the session");
                }
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void read(InputStream stdout) {
        byte[] buffer = new byte[65_536];
        try {
            for (int count = stdout.read(buffer); count >= 0; count = stdout.read(buffer)) {
                arrived(count, false);
            }
        } catch (IOException e) {
            // Its end, as far as the session is concerned.
        } finally {
            arrived(0, true);
        }
    }

    private synchronized void arrived(int count, boolean last) {
        bytesOut += count;
        ended = last;
        notifyAll();
    }
}
