package dev.dragoman.local.translate;

import dev.dragoman.local.faults.Faults;
import dev.dragoman.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * Translate on loopback, for the unchanged SDK ({@code TranslateAsyncClient} with this endpoint):
 * TranslateText between English and Spanish, Catalan, Galician, and through Spanish Portuguese, French
 * and Italian, with the service's own errors and its limit of 10,000 bytes. Apertium stands in for the
 * real translation: understandable, not good.
 *
 * <p>A sentence takes 5 to 30 ms. The engine's processes are this object's: they end with it, and with
 * this process. Safe to use from many threads.
 */
public final class LocalTranslate implements AutoCloseable {

    private final Apertium apertium;
    private final LoopbackServer server;

    private LocalTranslate(Apertium apertium, LoopbackServer server) {
        this.apertium = apertium;
        this.server = server;
    }

    /**
     * How it behaves.
     *
     * @param port on loopback; 0 takes a free one
     * @param source the language that is warmed up from, by the service's code
     * @param warm the languages that are warmed up to, so that the first sentence does not wait 100 to
     *     300 ms; those that are not installed are passed over
     * @param faults what goes wrong on purpose
     */
    public record Options(int port, String source, List<String> warm, Faults faults) {

        /** Keeps its own list. */
        public Options {
            warm = List.copyOf(warm);
        }

        /** A free port, English to Spanish warm, no faults. */
        public static Options defaults() {
            return new Options(0, "en", List.of("es"), Faults.NONE);
        }

        /** The same at another port. */
        public Options withPort(int other) {
            return new Options(other, source, warm, faults);
        }

        /** The same with these languages warm. */
        public Options withWarm(List<String> other) {
            return new Options(port, source, other, faults);
        }

        /** The same with these faults. */
        public Options withFaults(Faults other) {
            return new Options(port, source, warm, other);
        }
    }

    /** Starts with the defaults on a free port. */
    public static LocalTranslate start() {
        return start(Options.defaults());
    }

    /**
     * Starts, and returns when the warm languages answer at once.
     *
     * @throws dev.dragoman.local.engine.EngineMissingException if Apertium is not installed
     * @throws IllegalStateException if the port is taken, or Apertium does not answer
     */
    public static LocalTranslate start(Options options) {
        Apertium apertium = new Apertium();
        try {
            for (String target : options.warm()) {
                if (apertium.translates(options.source(), target)) {
                    String unused = apertium.translate("Good morning.", options.source(), target);
                }
            }
            LoopbackServer server =
                    LoopbackServer.start("translate", options.port(), new TranslateService(apertium), options.faults());
            return new LocalTranslate(apertium, server);
        } catch (IOException | RuntimeException e) {
            apertium.close();
            throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Where it listens: what the SDK's {@code endpointOverride} takes. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** The engine's processes that run now. */
    List<Long> processIds() {
        return apertium.processIds();
    }

    @Override
    public void close() {
        server.close();
        apertium.close();
    }
}
