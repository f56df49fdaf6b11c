package dev.dragoman.bench;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.transcode.Transcoder;
import dev.dragoman.job.webm.BatchWriter;
import dev.dragoman.job.webm.OpusPacket;
import dev.dragoman.job.webm.OpusTrack;
import dev.dragoman.job.webm.WebmDemuxer;
import dev.dragoman.protocol.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the job does: the demuxer, batches of one second with a preroll, each decoded by a short process. */
final class PerBatchProcess implements Design {

    static final int BATCH_48K = 48_000;

    private static final Session SESSION = new Session("golden-eagle-427", "en", SessionSettings.defaults());

    private final Transcoder transcoder;
    private final WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
    private final List<OpusPacket> earlier = new ArrayList<>();
    private final List<OpusPacket> batch = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final Latencies reassembly = new Latencies();
    private long samples16k;

    PerBatchProcess(Transcoder transcoder) {
        this.transcoder = transcoder;
    }

    @Override
    public void chunk(byte[] chunk) throws Exception {
        demuxer.push(chunk, batch::add);
        // As the job does: what is known goes into keyed state after every chunk.
        Objects.requireNonNull(demuxer.snapshot());
        if (length(batch) >= BATCH_48K) {
            decode();
        }
    }

    @Override
    public long finish() throws Exception {
        if (!batch.isEmpty()) {
            decode();
        }
        return samples16k;
    }

    @Override
    public Latencies latencies() {
        return latencies;
    }

    /** How long it took to write each batch. */
    Latencies reassembly() {
        return reassembly;
    }

    @Override
    public void close() {}

    private void decode() throws Exception {
        long start = System.nanoTime();
        OpusTrack track = Objects.requireNonNull(demuxer.track());
        List<OpusPacket> preroll = BatchWriter.preroll(earlier, batch.get(0));
        byte[] webm = BatchWriter.write(track, preroll, batch);
        long written = System.nanoTime();
        reassembly.add(written - start);
        Batch whole =
                new Batch(SESSION, 0, batch.get(0).mediaStart48k(), length(batch), length(preroll), webm, false, 0);
        samples16k += transcoder.transcode(whole).get().samples();
        latencies.add(System.nanoTime() - written);
        earlier.addAll(batch);
        while (length(earlier) - earlier.get(0).samples48k() >= BatchWriter.PREROLL_48K) {
            earlier.remove(0);
        }
        batch.clear();
    }

    private static int length(List<OpusPacket> packets) {
        return packets.stream().mapToInt(OpusPacket::samples48k).sum();
    }
}
