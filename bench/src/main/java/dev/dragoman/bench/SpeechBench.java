package dev.dragoman.bench;

import dev.dragoman.bench.plot.BarChart;
import dev.dragoman.bench.plot.BarChart.Row;
import dev.dragoman.client.HeardAudio;
import dev.dragoman.client.RealTimeSender;
import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.RecordedTalk.TimedChunk;
import dev.dragoman.local.system.LocalSystem;
import dev.dragoman.local.talk.SampleTalk;
import dev.dragoman.local.talk.Talk;
import dev.dragoman.local.talk.TalkRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the system adds to the time that its engines take, with some sessions at once.
 *
 * <p>Added is the time from the moment when the chunk was sent in which recognition finds an utterance's
 * end, to the moment when its audio is announced to the listener, less what translation and speech are
 * modelled to take. In it are ingest, the stream, the job's stages, storing and telling.
 *
 * <p>All of it runs in this JVM, and ffmpeg beside it. What the job uses of the CPU is told apart from
 * speakers, listeners and endpoints by its threads' names.
 */
final class SpeechBench {

    private static final String LANGUAGE = "es";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Speakers don't begin at the same moment. */
    private static final Duration APART = Duration.ofMillis(230);

    private final PrintStream out;
    private final RecordedTalk talk;
    private final LocalSystem system;
    private final int batchMillis;
    private final List<Cpu> cpu;
    private final List<Row> added;

    private SpeechBench(
            PrintStream out, RecordedTalk talk, LocalSystem system, int batchMillis, List<Cpu> cpu, List<Row> added) {
        this.out = out;
        this.talk = talk;
        this.system = system;
        this.batchMillis = batchMillis;
        this.cpu = cpu;
        this.added = added;
    }

    /** Measures with as many sessions as each number says, one after the other; exits with 1 if a word was lost. */
    public static void main(String[] args, FigureFiles files) throws Exception {
        List<Integer> sessions = numbers(args, "--sessions", List.of(1, 10, 50));
        List<Integer> batches = numbers(args, "--batch-millis", List.of(500));
        RecordedTalk talk = SampleTalk.load("talk-cr-mic-24k-250");
        boolean whole = true;
        List<Cpu> cpu = new ArrayList<>();
        List<Row> added = new ArrayList<>();
        header(System.out);
        for (int batch : batches) {
            try (ModelledEngines engines = ModelledEngines.start();
                    LocalSystem system = LocalSystem.start(LocalSystem.Settings.onFreePorts()
                            .with(engines.engines())
                            .with(properties(batch)))) {
                SpeechBench bench = new SpeechBench(System.out, talk, system, batch, cpu, added);
                bench.speak(2);
                for (int count : sessions) {
                    whole &= bench.measure(count);
                }
            }
        }
        printCpu(System.out, cpu);
        files.keep(charts(added, cpu), List.of());
        System.exit(whole ? 0 : 1);
    }

    /** An account whose quotas are in nobody's way. */
    private static List<LocalSystem.Property> properties(int batchMillis) {
        return List.of(
                new LocalSystem.Property("Batch", "batch.duration.millis", String.valueOf(batchMillis)),
                new LocalSystem.Property("Transcribe", "concurrent-streams", "1000"),
                new LocalSystem.Property("Transcribe", "starts-per-second", "1000"),
                new LocalSystem.Property("Translate", "requests-per-second", "10000"),
                new LocalSystem.Property("Translate", "burst", "10000"),
                new LocalSystem.Property("Synthesize", "requests-per-second", "10000"),
                new LocalSystem.Property("Synthesize", "burst", "10000"));
    }

    private static List<Integer> numbers(String[] args, String option, List<Integer> usual) {
        List<Integer> chosen = usual;
        for (int i = 0; i < args.length; i += 2) {
            boolean known = args[i].equals("--sessions") || args[i].equals("--batch-millis");
            if (!known || i + 1 == args.length || !args[i + 1].matches("[1-9][0-9]{0,3}(,[1-9][0-9]{0,3})*")) {
                System.err.println("bench speech: accepted are --sessions N,N,… with 1 to 9999 each"
                        + " and --batch-millis N,N,… with 250 to 5000 each");
                System.exit(2);
            }
            if (args[i].equals(option)) {
                chosen = Stream.of(args[i + 1].split(",", -1))
                        .map(Integer::valueOf)
                        .toList();
            }
        }
        return chosen;
    }

    private static void header(PrintStream out) {
        out.printf(
                "The sample talk in one language; engines answer after %d ms of silence, %d ms and %d ms%n%n",
                ModelledEngines.ENDPOINT_SILENCE.toMillis(),
                ModelledEngines.TRANSLATION.toMillis(),
                ModelledEngines.SPEECH.toMillis());
        out.printf("| batch | sessions | utterances heard | added p50 | p99 | longest | CPU for a second of audio |%n");
        out.printf("| --- | --- | --- | --- | --- | --- | --- |%n");
    }

    /** Returns whether everything was heard. */
    private boolean measure(int sessions) throws Exception {
        double before = CpuClock.seconds();
        double children = CpuClock.childrenSeconds();
        List<Talk.Outcome> outcomes;
        Map<String, Double> byThreads;
        try (ThreadCpu threads = new ThreadCpu(SystemThreads::groupOf)) {
            outcomes = speak(sessions);
            byThreads = threads.seconds();
        }
        double used = CpuClock.seconds() - before;
        byThreads.merge(SystemThreads.FFMPEG, CpuClock.childrenSeconds() - children, Double::sum);
        Latencies latencies = new Latencies();
        int heard = 0;
        boolean whole = true;
        for (Talk.Outcome outcome : outcomes) {
            for (HeardAudio audio : outcome.record().heard(LANGUAGE)) {
                latencies.add(added(outcome.playing(), audio).toNanos());
                heard++;
            }
            whole &= outcome.report().nothingLost(List.of(LANGUAGE));
        }
        out.printf(
                "| %d ms | %d | %d%s | %.0f ms | %.0f ms | %.0f ms | %.4f s |%n",
                batchMillis,
                sessions,
                heard,
                whole ? "" : ", NOT ALL",
                latencies.percentileMillis(50),
                latencies.percentileMillis(99),
                latencies.percentileMillis(100),
                used / (sessions * talk.lengthMillis() / 1000));
        added.add(Row.of(label(batchMillis, sessions), "p50", latencies.percentileMillis(50))
                .with("p99", latencies.percentileMillis(99))
                .with("longest", latencies.percentileMillis(100)));
        cpu.add(new Cpu(batchMillis, sessions, sessions * talk.lengthMillis() / 1000, used, byThreads));
        return whole;
    }

    /** What CPU time one measurement took, in seconds: in all, and by what threads are there for. */
    private record Cpu(int batchMillis, int sessions, double audio, double all, Map<String, Double> byThreads) {

        private double job() {
            return SystemThreads.OF_THE_JOB.stream()
                    .mapToDouble(group -> byThreads.getOrDefault(group, 0.0))
                    .sum();
        }

        private double group(String name) {
            return byThreads.getOrDefault(name, 0.0);
        }
    }

    private static String label(int batchMillis, int sessions) {
        return String.format(
                Locale.ROOT,
                "%,d %s, batches of %,d ms",
                sessions,
                sessions == 1 ? "session" : "sessions",
                batchMillis);
    }

    private static List<BarChart> charts(List<Row> added, List<Cpu> cpu) {
        List<Row> costs = cpu.stream()
                .map(one -> Row.of(
                                label(one.batchMillis(), one.sessions()), "everything", 1_000 * one.all() / one.audio())
                        .with("of it the job", 1_000 * one.job() / one.audio()))
                .toList();
        return List.of(
                new BarChart(
                        "speech-added",
                        "What the system adds to its engines' time until the listener is told",
                        "ms",
                        0,
                        true,
                        added,
                        List.of()),
                new BarChart("speech-cpu", "CPU for a second of audio", "ms", 0, false, costs, List.of()));
    }

    private static void printCpu(PrintStream out, List<Cpu> all) {
        out.printf("%nCPU for a second of audio, in milliseconds, by threads%n%n");
        out.printf(
                "| batch | sessions | **the job** | %s | the JVM and others |%n",
                String.join(" | ", SystemThreads.ALL));
        out.printf("| --- | --- | --- |%s --- |%n", " --- |".repeat(SystemThreads.ALL.size()));
        for (Cpu one : all) {
            double named = SystemThreads.ALL.stream().mapToDouble(one::group).sum();
            out.printf("| %d ms | %d | **%.1f** |", one.batchMillis(), one.sessions(), 1_000 * one.job() / one.audio());
            SystemThreads.ALL.forEach(name -> out.printf(" %.1f |", 1_000 * one.group(name) / one.audio()));
            out.printf(" %.1f |%n", 1_000 * (one.all() - named) / one.audio());
        }
    }

    private List<Talk.Outcome> speak(int sessions) throws Exception {
        ExecutorService speakers = Executors.newCachedThreadPool();
        try {
            List<Future<Talk.Outcome>> speaking = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                Callable<Talk.Outcome> one =
                        () -> new Talk(system.webSocket(), system.newSpeaker(), "en", List.of(LANGUAGE), PATIENCE)
                                .speak(talk, new TalkRecord.Watcher() {}, session -> {});
                speaking.add(speakers.submit(one));
                TimeUnit.MILLISECONDS.sleep(APART.toMillis());
            }
            List<Talk.Outcome> outcomes = new ArrayList<>();
            for (Future<Talk.Outcome> one : speaking) {
                outcomes.add(one.get());
            }
            return outcomes;
        } finally {
            speakers.shutdownNow();
        }
    }

    private static Duration added(RealTimeSender.Playing playing, HeardAudio audio) {
        long endFound = audio.mediaEndMillis() + ModelledEngines.ENDPOINT_SILENCE.toMillis();
        return Duration.between(sentAt(playing, endFound), audio.announcedAt())
                .minus(ModelledEngines.TRANSLATION)
                .minus(ModelledEngines.SPEECH);
    }

    /** When the chunk was sent that has the sound of a media time. */
    private static Instant sentAt(RealTimeSender.Playing playing, long mediaMillis) {
        double millis = playing.talk().chunks().stream()
                .mapToDouble(TimedChunk::wallMillis)
                .filter(wall -> wall >= mediaMillis)
                .findFirst()
                .orElse(playing.talk().lengthMillis());
        return playing.startedAt().plusNanos(Math.round(millis * 1e6));
    }
}
