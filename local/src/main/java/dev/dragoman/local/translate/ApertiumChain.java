package dev.dragoman.local.translate;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The programs of one translation, kept running and joined by pipes: 1 to 7 ms a sentence instead of
 * more than 100. They end with {@link #close}, when this process ends however it ends (their input
 * ends with it), or when an answer takes too long. After an exception a chain is of no use; make a
 * new one. Safe to use from many threads; takes one text at a time.
 */
final class ApertiumChain implements AutoCloseable {

    private final List<Process> processes;
    private final OutputStream in;
    private final InputStream out;
    private final ScheduledExecutorService watch;
    private final Duration patience;
    private long texts;

    private ApertiumChain(List<Process> processes, ScheduledExecutorService watch, Duration patience) {
        this.processes = processes;
        this.in = processes.get(0).getOutputStream();
        this.out = processes.get(processes.size() - 1).getInputStream();
        this.watch = watch;
        this.patience = patience;
    }

    /**
     * Starts the programs.
     *
     * @param commands their arguments, in the order in which the text goes through them
     * @param watch runs what ends a chain that is stuck
     * @param patience how long one text may take
     */
    static ApertiumChain start(List<List<String>> commands, ScheduledExecutorService watch, Duration patience)
            throws IOException {
        List<ProcessBuilder> builders = new ArrayList<>();
        for (List<String> command : commands) {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("LC_ALL", "C.UTF-8");
            builders.add(builder);
        }
        return new ApertiumChain(ProcessBuilder.startPipeline(builders), watch, patience);
    }

    /**
     * Translates.
     *
     * @throws IOException if a program ended, answered something else or took too long
     */
    synchronized String translate(String text) throws IOException {
        String mark = "[" + ++texts + "]";
        ScheduledFuture<?> end = watch.schedule(this::close, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            // The empty brackets end the last sentence; the mark shows that the answer is to this text.
            in.write((ApertiumText.escaped(text) + "[]" + mark + "\0").getBytes(StandardCharsets.UTF_8));
            in.flush();
            String answer = readAnswer();
            if (!answer.endsWith(mark)) {
                throw new IOException("the translation programs answered out of step");
            }
            return ApertiumText.unescaped(answer.substring(0, answer.length() - mark.length()));
        } finally {
            end.cancel(false);
        }
    }

    private String readAnswer() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int b = out.read(); b != 0; b = out.read()) {
            if (b < 0) {
                throw new EOFException("a translation program ended or was too slow");
            }
            answer.write(b);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** The programs' process ids. */
    List<Long> processIds() {
        return processes.stream().map(Process::pid).toList();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
