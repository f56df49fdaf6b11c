package dev.dragoman.local.translate;

import dev.dragoman.local.engine.EngineMissingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apertium's installed translations, each kept running from its first use on. A chain of programs that
 * dies or hangs is replaced, and its text is tried once more. Safe to use from many threads.
 */
final class Apertium implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Apertium.class);
    private static final Path MODES = Path.of("/usr/share/apertium/modes");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|([^\\s|']+)|(\\|)");

    private final Routes routes;
    private final Map<String, ApertiumChain> chains = new HashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "translate-watch");
        thread.setDaemon(true);
        return thread;
    });
    private boolean closed;

    /**
     * Looks what is installed.
     *
     * @throws EngineMissingException if no translation is
     */
    Apertium() {
        Path modes = EngineMissingException.require(MODES, "apertium-eng-spa");
        try (Stream<Path> files = Files.list(modes)) {
            Set<String> installed = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".mode"))
                    .map(name -> name.substring(0, name.length() - ".mode".length()))
                    .collect(Collectors.toSet());
            routes = new Routes(installed);
        } catch (IOException e) {
            throw new EngineMissingException(modes.toString(), "apertium-eng-spa", e);
        }
    }

    /** Whether there is a way from one language to another, by Amazon Translate's codes. */
    boolean translates(String source, String target) {
        return !routes.between(source, target).isEmpty();
    }

    /**
     * Translates.
     *
     * @param source the text's language; {@link #translates} says whether the pair is there
     * @throws IOException if the programs fail twice
     */
    String translate(String text, String source, String target) throws IOException {
        String current = text;
        for (String mode : routes.between(source, target)) {
            current = ApertiumText.withoutRemarks(through(mode, current), text);
        }
        return Capitals.as(text, current);
    }

    private String through(String mode, String text) throws IOException {
        ApertiumChain chain = chain(mode);
        try {
            return chain.translate(text);
        } catch (IOException e) {
            LOG.warn("The translation programs for {} are replaced: {}", mode, e.getMessage());
            drop(mode, chain);
            return chain(mode).translate(text);
        }
    }

    private synchronized ApertiumChain chain(String mode) throws IOException {
        if (closed) {
            throw new IOException("the translation engine is closed");
        }
        ApertiumChain running = chains.get(mode);
        if (running == null) {
            running = ApertiumChain.start(commands(mode), watch, PATIENCE);
            chains.put(mode, running);
        }
        return running;
    }

    private synchronized void drop(String mode, ApertiumChain broken) {
        chains.remove(mode, broken);
        broken.close();
    }

    /** The ids of all processes that run now. */
    synchronized List<Long> processIds() {
        return chains.values().stream()
                .flatMap(chain -> chain.processIds().stream())
                .toList();
    }

    /** A mode's programs, made to answer each text at once. */
    private static List<List<String>> commands(String mode) throws IOException {
        Process reader = new ProcessBuilder(
                        "apertium-wblank-mode",
                        "-z",
                        MODES.resolve(mode + ".mode").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        reader.getOutputStream().close();
        String pipeline = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<List<String>> commands = new ArrayList<>();
        commands.add(new ArrayList<>());
        Matcher arguments = ARGUMENT.matcher(pipeline);
        while (arguments.find()) {
            if (arguments.group(3) != null) {
                commands.add(new ArrayList<>());
            } else {
                String argument = arguments.group(1) != null ? arguments.group(1) : arguments.group(2);
                // The mode's two blanks: how to write words that are not known, and options of the tagger.
                if (!"$2".equals(argument)) {
                    commands.get(commands.size() - 1).add("$1".equals(argument) ? "-n" : argument);
                }
            }
        }
        if (commands.get(0).isEmpty()) {
            throw new IOException("the translation " + mode + " could not be read");
        }
        return commands;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            chains.values().forEach(ApertiumChain::close);
            chains.clear();
        }
        watch.shutdownNow();
        try {
            watch.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
