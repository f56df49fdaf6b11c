package dev.dragoman.local.transcribe;

import dev.dragoman.local.faults.Faults;
import java.time.Duration;

/**
 * How the local Transcribe behaves. The defaults are the service's own, or what suits two cores.
 *
 * @param port the port on loopback; 0 takes a free one
 * @param concurrentStreams how many streams may be open at once; 25 is the service's default quota
 * @param endpointSilence how much silence makes a result final; 100 ms to 5 s
 * @param idleTimeout how long a stream may go without audio; the service gives it 15 s
 * @param streamLimit how long a stream may be open; the service gives it 4 hours
 * @param partialInterval the least sound between two partial results
 * @param utteranceLimit the longest utterance without a pause; 2 s to 30 s
 * @param warmDecoders how many recognizers wait for a stream, about 100 MB each; 1 or more
 * @param threads how many streams are recognised at the same moment; 1 or more
 * @param faults what goes wrong on purpose
 */
public record TranscribeOptions(
        int port,
        int concurrentStreams,
        Duration endpointSilence,
        Duration idleTimeout,
        Duration streamLimit,
        Duration partialInterval,
        Duration utteranceLimit,
        int warmDecoders,
        int threads,
        Faults faults) {

    /** The defaults. */
    public static TranscribeOptions defaults() {
        return new TranscribeOptions(
                0,
                25,
                Duration.ofMillis(500),
                Duration.ofSeconds(15),
                Duration.ofHours(4),
                Duration.ofMillis(120),
                Duration.ofSeconds(30),
                2,
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                Faults.NONE);
    }

    /** The same at another port. */
    public TranscribeOptions withPort(int other) {
        return new TranscribeOptions(
                other,
                concurrentStreams,
                endpointSilence,
                idleTimeout,
                streamLimit,
                partialInterval,
                utteranceLimit,
                warmDecoders,
                threads,
                faults);
    }

    /** The same with another quota. */
    public TranscribeOptions withConcurrentStreams(int other) {
        return new TranscribeOptions(
                port,
                other,
                endpointSilence,
                idleTimeout,
                streamLimit,
                partialInterval,
                utteranceLimit,
                warmDecoders,
                threads,
                faults);
    }

    /** The same with another silence that ends an utterance. */
    public TranscribeOptions withEndpointSilence(Duration other) {
        return new TranscribeOptions(
                port,
                concurrentStreams,
                other,
                idleTimeout,
                streamLimit,
                partialInterval,
                utteranceLimit,
                warmDecoders,
                threads,
                faults);
    }

    /** The same with another patience for streams without audio. */
    public TranscribeOptions withIdleTimeout(Duration other) {
        return new TranscribeOptions(
                port,
                concurrentStreams,
                endpointSilence,
                other,
                streamLimit,
                partialInterval,
                utteranceLimit,
                warmDecoders,
                threads,
                faults);
    }

    /** The same with another longest stream. */
    public TranscribeOptions withStreamLimit(Duration other) {
        return new TranscribeOptions(
                port,
                concurrentStreams,
                endpointSilence,
                idleTimeout,
                other,
                partialInterval,
                utteranceLimit,
                warmDecoders,
                threads,
                faults);
    }

    /** The same with another longest utterance. */
    public TranscribeOptions withUtteranceLimit(Duration other) {
        return new TranscribeOptions(
                port,
                concurrentStreams,
                endpointSilence,
                idleTimeout,
                streamLimit,
                partialInterval,
                other,
                warmDecoders,
                threads,
                faults);
    }

    /** The same with these faults. */
    public TranscribeOptions withFaults(Faults other) {
        return new TranscribeOptions(
                port,
                concurrentStreams,
                endpointSilence,
                idleTimeout,
                streamLimit,
                partialInterval,
                utteranceLimit,
                warmDecoders,
                threads,
                other);
    }
}
