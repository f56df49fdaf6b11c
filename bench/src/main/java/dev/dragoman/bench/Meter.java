package dev.dragoman.bench;

/** Adds up CPU time over turns, and the audio that was worked on in them. Not thread-safe. */
final class Meter {

    private final Latencies latencies = new Latencies();
    private double cpu;
    private double jvm;
    private double cpuAtStart;
    private double jvmAtStart;
    private double audioSeconds;

    /** A turn begins. */
    void start() {
        cpuAtStart = CpuClock.seconds();
        jvmAtStart = CpuClock.jvmSeconds();
    }

    /** The turn ends. */
    void stop() {
        cpu += CpuClock.seconds() - cpuAtStart;
        jvm += CpuClock.jvmSeconds() - jvmAtStart;
    }

    /** So much audio was done. */
    void count(double seconds, Latencies batches) {
        audioSeconds += seconds;
        latencies.addAll(batches);
    }

    /** CPU seconds for a second of audio, child processes included. */
    double cpuPerSecond() {
        return cpu / audioSeconds;
    }

    /** CPU seconds for a second of audio, of this JVM alone. */
    double jvmPerSecond() {
        return jvm / audioSeconds;
    }

    /** How long batches took. */
    Latencies latencies() {
        return latencies;
    }
}
