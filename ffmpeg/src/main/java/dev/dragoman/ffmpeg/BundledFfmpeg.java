package dev.dragoman.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The ffmpeg of this jar, unpacked and proven to run. Whoever holds one has a program that has
 * answered {@code -version} on this machine; a machine on which it can't run is known at {@link
 * #unpack()}, not at the first batch.
 *
 * <p>The program appears in its folder whole or not at all. {@link #close()} deletes what was
 * unpacked; processes that run by then go on to their end. Safe for use by several threads.
 *
 * <p>It reads and writes pipes only: input can't make it open a file or a socket.
 */
public final class BundledFfmpeg implements AutoCloseable {

    private static final long VERSION_SECONDS = 20;
    private static final int BUSY_TRIES = 50;
    private static final long BUSY_PAUSE_MILLIS = 20;

    private final Path executable;
    private final @Nullable Path ownFolder;
    private final String version;

    private BundledFfmpeg(Path executable, @Nullable Path ownFolder, String version) {
        this.executable = executable;
        this.ownFolder = ownFolder;
        this.version = version;
    }

    /**
     * Unpacks it into a new folder, readable by this user only, in the temporary directory
     * ({@code java.io.tmpdir}).
     *
     * @throws FfmpegUnavailableException if there is none for this machine, the temporary directory
     *     can't be written, or programs can't be run from it
     */
    public static BundledFfmpeg unpack() throws FfmpegUnavailableException {
        Path folder;
        try {
            folder = Files.createTempDirectory("dragoman-ffmpeg-");
        } catch (IOException e) {
            throw new FfmpegUnavailableException(
                    "no folder for ffmpeg can be made in the temporary directory "
                            + System.getProperty("java.io.tmpdir") + " (" + e.getMessage() + ")",
                    e);
        }
        try {
            return unpack(folder, folder);
        } catch (FfmpegUnavailableException e) {
            deleteQuietly(folder.resolve("ffmpeg"));
            deleteQuietly(folder);
            throw e;
        }
    }

    /**
     * Unpacks it into an existing folder, as {@code ffmpeg}, over whatever is there under that name.
     *
     * @throws FfmpegUnavailableException as {@link #unpack()}
     */
    public static BundledFfmpeg unpackInto(Path folder) throws FfmpegUnavailableException {
        return unpack(folder, null);
    }

    private static BundledFfmpeg unpack(Path folder, @Nullable Path ownFolder) throws FfmpegUnavailableException {
        Path executable = folder.resolve("ffmpeg");
        try (InputStream program = BundledFfmpeg.class.getResourceAsStream(resource("ffmpeg"))) {
            if (program == null) {
                throw new FfmpegUnavailableException("this build carries no ffmpeg for " + platform()
                        + "; build Dragoman on such a machine (Linux on x86_64 or aarch64)");
            }
            Path unfinished = Files.createTempFile(folder, "ffmpeg-", ".part");
            try {
                Files.copy(program, unfinished, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwx------"));
                Files.move(unfinished, executable, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (FfmpegUnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw new FfmpegUnavailableException(
                    "ffmpeg can't be unpacked into " + folder + " (" + e.getMessage() + ")", e);
        }
        return new BundledFfmpeg(executable, ownFolder, firstRun(executable));
    }

    /** The program. */
    public Path executable() {
        return executable;
    }

    /** The first line of what it says of itself, for example {@code ffmpeg version 5.1.9 …}. */
    public String version() {
        return version;
    }

    /** From which source, with which options it was built: {@code version}, {@code source}, {@code configure}. */
    public static Properties origin() {
        Properties origin = new Properties();
        try (InputStream in = BundledFfmpeg.class.getResourceAsStream(resource("build.properties"))) {
            if (in != null) {
                origin.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return origin;
    }

    @Override
    public void close() {
        deleteQuietly(executable);
        if (ownFolder != null) {
            deleteQuietly(ownFolder);
        }
    }

    /** {@code linux-x86_64} or {@code linux-aarch64} where there is one; what the machine calls itself elsewhere. */
    static String platform() {
        String machine = System.getProperty("os.arch", "unknown");
        String system = System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT);
        return system + "-" + (machine.equals("amd64") ? "x86_64" : machine);
    }

    private static String resource(String name) {
        return platform() + "/" + name;
    }

    private static String firstRun(Path executable) throws FfmpegUnavailableException {
        try {
            Process process = startWhenFree(executable);
            try {
                process.getOutputStream().close();
                // Its few lines fit into the pipe: waiting first keeps the time bounded.
                if (!process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS)) {
                    throw new FfmpegUnavailableException(
                            executable + " -version did not end within " + VERSION_SECONDS + " s");
                }
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.exitValue() != 0) {
                    throw new FfmpegUnavailableException(
                            executable + " -version ended with status " + process.exitValue() + ": " + said.strip());
                }
                return said.lines().findFirst().orElse("");
            } finally {
                process.destroyForcibly();
            }
        } catch (FfmpegUnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw new FfmpegUnavailableException(
                    executable + " can't be run (" + e.getMessage()
                            + "); if its folder is mounted noexec, point java.io.tmpdir elsewhere",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FfmpegUnavailableException("interrupted while trying " + executable, e);
        }
    }

    /**
     * A process that another thread starts while the program is being written inherits the open
     * file for an instant, and until then the kernel says "text file busy".
     */
    private static Process startWhenFree(Path executable) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(executable.toString(), "-version").redirectErrorStream(true);
        for (int attempt = 1; ; attempt++) {
            try {
                return command.start();
            } catch (IOException e) {
                boolean busy = String.valueOf(e.getMessage()).contains("error=26");
                if (!busy || attempt == BUSY_TRIES) {
                    throw e;
                }
                Thread.sleep(BUSY_PAUSE_MILLIS);
            }
        }
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Left in the temporary directory: no harm, and nobody to tell.
            path.toFile().deleteOnExit();
        }
    }
}
