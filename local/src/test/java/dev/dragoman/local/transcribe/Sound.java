package dev.dragoman.local.transcribe;

import dev.dragoman.samples.Recording;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Sound for tests: 16 kHz, 16-bit little-endian mono. */
final class Sound {

    static final int BYTES_PER_SECOND = 32_000;

    private Sound() {}

    /** A bundled recording, decoded. */
    static byte[] of(String recording) {
        byte[] webm = Recording.load(recording).concatenated();
        return run(
                webm,
                List.of(
                        "ffmpeg",
                        "-loglevel",
                        "error",
                        "-i",
                        "pipe:0",
                        "-ar",
                        "16000",
                        "-ac",
                        "1",
                        "-f",
                        "s16le",
                        "-"));
    }

    /** Part of a sound. */
    static byte[] slice(byte[] sound, double fromSeconds, double toSeconds) {
        int from = bytes(fromSeconds);
        return Arrays.copyOfRange(sound, from, Math.min(sound.length, bytes(toSeconds)));
    }

    static byte[] silence(double seconds) {
        return new byte[bytes(seconds)];
    }

    /** White noise, the same each time. */
    static byte[] noise(double seconds, int amplitude) {
        Random random = new Random(7);
        byte[] sound = silence(seconds);
        for (int i = 0; i < sound.length; i += 2) {
            int sample = random.nextInt(2 * amplitude + 1) - amplitude;
            sound[i] = (byte) sample;
            sound[i + 1] = (byte) (sample >> 8);
        }
        return sound;
    }

    /** A steady tone. */
    static byte[] tone(double seconds, double hertz, int amplitude) {
        byte[] sound = silence(seconds);
        for (int i = 0; i < sound.length; i += 2) {
            int sample = (int) (amplitude * Math.sin(2 * Math.PI * hertz * i / BYTES_PER_SECOND));
            sound[i] = (byte) sample;
            sound[i + 1] = (byte) (sample >> 8);
        }
        return sound;
    }

    static byte[] join(byte[]... sounds) {
        byte[] all =
                new byte[Arrays.stream(sounds).mapToInt(sound -> sound.length).sum()];
        int at = 0;
        for (byte[] sound : sounds) {
            System.arraycopy(sound, 0, all, at, sound.length);
            at += sound.length;
        }
        return all;
    }

    private static int bytes(double seconds) {
        int samples = (int) (seconds * 16_000);
        return samples * 2;
    }

    private static byte[] run(byte[] input, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
                try (OutputStream in = process.getOutputStream()) {
                    in.write(input);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            byte[] output = process.getInputStream().readAllBytes();
            written.join();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
