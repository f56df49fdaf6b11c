package dev.dragoman.bench;

import dev.dragoman.client.HeardAudio;
import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.RecordedTalk.TimedChunk;
import dev.dragoman.local.system.LocalSystem;
import dev.dragoman.local.talk.SampleTalk;
import dev.dragoman.local.talk.Talk;
import dev.dragoman.local.talk.TalkRecord;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The whole system for a long time: one session that does not end, the sample talk over and over in it, and
 * beside it short sessions that come and go. Every minute tells what could grow; the run fails if anything
 * does, or if a word is lost.
 */
final class Soak implements TalkRecord.Watcher {

    private static final String LANGUAGE = "es";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long MEGABYTE = 1024 * 1024;
    private static final long KILOBYTE = 1024;

    /** What is watched: how much it may rise over the run, as a share of its mean and on top of it. */
    private enum Watched {
        HEAP("heap after GC, MB", 0.10, 24),
        THREADS("threads", 0, 4),
        FFMPEG("ffmpeg processes", 0, 2),
        STREAMS("open streams", 0, 2),
        STATE("state, KB", 0.10, 256),
        LATENCY("heard p50, ms", 0.25, 250);

        private final String label;
        private final double share;
        private final double extra;

        Watched(String label, double share, double extra) {
            this.label = label;
            this.share = share;
            this.extra = extra;
        }
    }

    private final PrintStream out;
    private final LocalSystem system;
    private final RecordedTalk talk;
    private final Map<Watched, List<Double>> samples = new LinkedHashMap<>();
    private final AtomicBoolean timeIsUp = new AtomicBoolean();
    private Latencies heard = new Latencies();
    private final AtomicInteger shortSessions = new AtomicInteger();
    private final AtomicInteger losses = new AtomicInteger();

    private Soak(PrintStream out, LocalSystem system, RecordedTalk talk) {
        this.out = out;
        this.system = system;
        this.talk = talk;
        for (Watched watched : Watched.values()) {
            samples.put(watched, new ArrayList<>());
        }
    }

    /** Runs for as many minutes as the argument says, 60 without one; exits with 1 if anything grew. */
    public static void main(String[] args) throws Exception {
        if (args.length > 1 || (args.length == 1 && !args[0].matches("[1-9][0-9]{0,3}"))) {
            System.err.println("soak: accepted is a number of minutes, 1 to 9999");
            System.exit(2);
        }
        int minutes = args.length == 0 ? 60 : Integer.parseInt(args[0]);
        RecordedTalk talk = SampleTalk.load("talk-cr-mic-24k-250");
        boolean flat;
        try (LocalSystem system = LocalSystem.start(LocalSystem.Settings.onFreePorts())) {
            flat = new Soak(System.out, system, talk).run(minutes);
        }
        System.exit(flat ? 0 : 1);
    }

    private boolean run(int minutes) throws Exception {
        out.printf("%6s", "minute");
        samples.keySet().forEach(watched -> out.printf("  %18s", watched.label));
        out.println();
        ExecutorService speakers = Executors.newCachedThreadPool();
        try {
            Future<Talk.Outcome> endless = speakers.submit(() -> speak(repeated(minutes)));
            CompletableFuture<Void> shortOnes = CompletableFuture.runAsync(this::comeAndGo, speakers);
            for (int minute = 1; minute <= minutes; minute++) {
                TimeUnit.MINUTES.sleep(1);
                sample(minute);
            }
            timeIsUp.set(true);
            count(endless.get());
            shortOnes.join();
        } finally {
            speakers.shutdownNow();
        }
        return verdict();
    }

    /** The talk so often that it fills the time, each time as a new recording of the same session. */
    private RecordedTalk repeated(int minutes) {
        List<TimedChunk> chunks = new ArrayList<>();
        int times = (int) Math.ceil(minutes * 60_000 / talk.lengthMillis());
        for (int i = 0; i < times; i++) {
            for (TimedChunk chunk : talk.chunks()) {
                chunks.add(new TimedChunk(
                        chunk.recorder() + i, chunk.wallMillis() + i * talk.lengthMillis(), chunk.bytes()));
            }
        }
        return new RecordedTalk(chunks);
    }

    private void comeAndGo() {
        while (!timeIsUp.get()) {
            try {
                count(speak(talk));
                shortSessions.incrementAndGet();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }
    }

    private Talk.Outcome speak(RecordedTalk recorded) throws Exception {
        return new Talk(system.webSocket(), system.newSpeaker(), "en", List.of(LANGUAGE), PATIENCE)
                .speak(recorded, this, session -> {});
    }

    private void count(Talk.Outcome outcome) {
        if (!outcome.report().nothingLost(List.of(LANGUAGE))) {
            losses.incrementAndGet();
            out.println("Not everything was heard in session "
                    + outcome.report().sessionId() + ": " + outcome.report().problems());
        }
    }

    @Override
    public void heard(String language, HeardAudio audio, long heardMillis) {
        synchronized (this) {
            heard.add(TimeUnit.MILLISECONDS.toNanos(heardMillis));
        }
    }

    private void sample(int minute) throws Exception {
        Latencies lately;
        synchronized (this) {
            lately = heard;
            heard = new Latencies();
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        add(Watched.HEAP, (runtime.totalMemory() - runtime.freeMemory()) / (double) MEGABYTE);
        add(Watched.THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
        add(Watched.FFMPEG, ffmpegProcesses());
        add(Watched.STREAMS, system.openStreams());
        add(Watched.STATE, system.stateBytes() / (double) KILOBYTE);
        add(Watched.LATENCY, lately.percentileMillis(50));
        out.printf("%6d", minute);
        samples.forEach((watched, values) -> out.printf("  %18.0f", values.get(values.size() - 1)));
        out.println();
    }

    private void add(Watched watched, double value) {
        samples.getOrDefault(watched, new ArrayList<>()).add(value);
    }

    private static double ffmpegProcesses() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("ffmpeg"))
                .count();
    }

    private boolean verdict() {
        boolean flat = true;
        out.printf("%n%d short sessions beside the long one%n", shortSessions.get());
        for (Map.Entry<Watched, List<Double>> entry : samples.entrySet()) {
            Watched watched = entry.getKey();
            Growth growth = Growth.of(entry.getValue(), watched.share, watched.extra);
            flat &= growth.isFlat();
            out.printf(
                    "%-18s  rises by %.0f, allowed %.0f: %s%n",
                    watched.label, growth.rise(), growth.allowed(), growth.isFlat() ? "flat" : "GROWS");
        }
        out.println(flat && losses.get() == 0 ? "soak: passed" : "soak: FAILED");
        return flat && losses.get() == 0;
    }
}
