package dev.dragoman.job.savepoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;

/**
 * A savepoint that an earlier build took in the middle of a talk, as text: {@code NAME.base64} holds its files,
 * {@code NAME.txt} says what is in them. Named by the version that it belongs to. One of a released version stays
 * as it is until a release says that it can't be restored any more.
 *
 * <p>Unpacked it is as if it had been taken just now: every instant in it moves by the same distance, so that
 * nothing in it has expired and no timer is overdue.
 *
 * @param name the version
 * @param beganMillis when the talk in it began, by the server's clock
 * @param zip its files
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record StoredSavepoint(String name, long beganMillis, byte[] zip) {

    /** The newest last. */
    public static final List<String> NAMES = List.of("0.1.0");

    /** The version that has not been released: its savepoint may be written anew. */
    public static final String NEWEST = NAMES.get(NAMES.size() - 1);

    /** So much of each line is read at a glance. */
    private static final int LINE = 120;

    private static final String BEGAN = "began: ";

    /** Instants in a savepoint lie from so long before the talk's beginning … */
    private static final Duration BEFORE = Duration.ofHours(1);

    /** … to so long after it: timers that forget a session are set a day ahead. */
    private static final Duration AFTER = Duration.ofDays(2);

    /** Reads one of {@link #NAMES}. */
    public static StoredSavepoint load(String name) throws IOException {
        List<String> lines = text(name + ".base64").lines().toList();
        return new StoredSavepoint(
                name,
                Long.parseLong(lines.get(0).substring(BEGAN.length())),
                Base64.getMimeDecoder().decode(String.join("", lines.subList(1, lines.size()))));
    }

    /** Packs the folder of a savepoint. */
    public static StoredSavepoint pack(String name, long beganMillis, Path savepoint) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed);
                Stream<Path> files = Files.list(savepoint)) {
            for (Path file : files.sorted().toList()) {
                ZipEntry entry = new ZipEntry(String.valueOf(file.getFileName()));
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(Files.readAllBytes(file));
                zip.closeEntry();
            }
        }
        return new StoredSavepoint(name, beganMillis, packed.toByteArray());
    }

    /** What {@link #pack} was told that is in it. */
    public List<String> listing() throws IOException {
        return text(name + ".txt").lines().toList();
    }

    /** Writes both files. */
    public void writeTo(Path folder, List<String> listing) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".txt"), String.join("\n", listing) + "\n");
        Files.writeString(
                folder.resolve(name + ".base64"),
                BEGAN + beganMillis + "\n"
                        + Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(zip)
                        + "\n");
    }

    /**
     * Unpacks it as if its talk had begun at another time.
     *
     * @param folder where to
     */
    public void unpack(Path folder, long newBeganMillis) throws IOException {
        Files.createDirectories(folder);
        try (ZipInputStream files = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                byte[] bytes = files.readAllBytes();
                move(bytes, newBeganMillis - beganMillis);
                Files.write(folder.resolve(entry.getName()), bytes);
            }
        }
    }

    /** Moves every instant: a long as Flink writes it, or as it writes it where longs are sorted. */
    private void move(byte[] bytes, long byMillis) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int at = 0;
        while (at + Long.BYTES <= bytes.length) {
            long value = buffer.getLong(at);
            if (isInstant(value) || isInstant(value ^ Long.MIN_VALUE)) {
                buffer.putLong(at, value + byMillis);
                at += Long.BYTES;
            } else {
                at++;
            }
        }
    }

    private boolean isInstant(long value) {
        return value >= beganMillis - BEFORE.toMillis() && value <= beganMillis + AFTER.toMillis();
    }

    /** The states in an unpacked savepoint. */
    public static CheckpointMetadata metadata(Path folder) throws IOException {
        try (DataInputStream in = new DataInputStream(
                Files.newInputStream(folder.resolve(AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME)))) {
            FileSystem.getLocalFileSystem();
            return Checkpoints.loadCheckpointMetadata(
                    in, StoredSavepoint.class.getClassLoader(), folder.toUri().toString());
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream in = StoredSavepoint.class.getResourceAsStream("/savepoints/" + file)) {
            return new String(
                    Objects.requireNonNull(in, () -> "no savepoint " + file).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** The names and what is named so, for parameterised tests. */
    public static List<StoredSavepoint> all() throws IOException {
        List<StoredSavepoint> all = new ArrayList<>();
        for (String name : NAMES) {
            all.add(load(name));
        }
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
