package dev.dragoman.local.polly;

import dev.dragoman.local.faults.Faults;
import dev.dragoman.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;

/**
 * Polly on loopback, for the unchanged SDK ({@code PollyAsyncClient} with this endpoint):
 * SynthesizeSpeech as MP3 or PCM, and DescribeVoices, with the service's own errors and its limit of
 * 3,000 billed characters. espeak-ng stands in for the real voices: clear, and plainly a machine.
 *
 * <p>A sentence takes some 30 ms. Nothing outlives a request. Safe to use from many threads.
 */
public final class LocalPolly implements AutoCloseable {

    private final Espeak espeak;
    private final LoopbackServer server;

    private LocalPolly(Espeak espeak, LoopbackServer server) {
        this.espeak = espeak;
        this.server = server;
    }

    /**
     * How it behaves.
     *
     * @param port on loopback; 0 takes a free one
     * @param faults what goes wrong on purpose
     */
    public record Options(int port, Faults faults) {

        /** A free port, no faults. */
        public static Options defaults() {
            return new Options(0, Faults.NONE);
        }

        /** The same at another port. */
        public Options withPort(int other) {
            return new Options(other, faults);
        }

        /** The same with these faults. */
        public Options withFaults(Faults other) {
            return new Options(port, other);
        }
    }

    /** Starts with the defaults on a free port. */
    public static LocalPolly start() {
        return start(Options.defaults());
    }

    /**
     * Starts.
     *
     * @throws dev.dragoman.local.engine.EngineMissingException if espeak-ng or LAME's library is not
     *     installed
     * @throws IllegalStateException if the port is taken, or espeak-ng does not answer
     */
    public static LocalPolly start(Options options) {
        Mp3Encoder encoder = new Mp3Encoder(Lame.load());
        Espeak espeak = new Espeak();
        try {
            // Shows what is missing, and makes the first real request as fast as the others.
            byte[] unused = encoder.encode(espeak.speak("one", "en-us", false), 24_000);
            return new LocalPolly(
                    espeak,
                    LoopbackServer.start("polly", options.port(), new PollyService(espeak, encoder), options.faults()));
        } catch (IOException | RuntimeException e) {
            espeak.close();
            throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Where it listens: what the SDK's {@code endpointOverride} takes. */
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void close() {
        server.close();
        espeak.close();
    }
}
