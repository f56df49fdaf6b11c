package dev.dragoman.local.dynamodb;

import com.almworks.sqlite4java.SQLite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds the native SQLite that DynamoDB Local stores its tables in. sqlite4java looks beside its own jar
 * only; in a Maven repository the library is an artifact of its own with a folder of its own.
 */
final class NativeSqlite {

    /** sqlite4java's own property: a directory that is taken as it is. */
    private static final String GIVEN = "sqlite4java.library.path";

    private static boolean ready;

    private NativeSqlite() {}

    /**
     * Points sqlite4java at the library, once per JVM.
     *
     * @throws IllegalStateException if there is none for this platform near the jar
     */
    static synchronized void prepare() {
        if (ready || System.getProperty(GIVEN) != null) {
            return;
        }
        SQLite.setLibraryPath(
                directory(ofClass(SQLite.class), libraryOfThisPlatform()).toString());
        ready = true;
    }

    /**
     * The directory that holds the library: the jar's own, or the library's own in the Maven repository
     * that holds the jar.
     */
    static Path directory(Path jar, String library) {
        Path beside = folderOf(jar);
        Path group = folderOf(folderOf(beside));
        String version = String.valueOf(beside.getFileName());
        List<Path> places = List.of(beside, group.resolve(library).resolve(version));
        return places.stream()
                .filter(place -> holds(place, library))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("DynamoDB Local needs the native library " + library
                        + "; it lies in none of " + places + ". Put it there or name its directory with -D" + GIVEN));
    }

    private static boolean holds(Path place, String library) {
        if (!Files.isDirectory(place)) {
            return false;
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.anyMatch(file -> isLibrary(String.valueOf(file.getFileName()), library));
        } catch (IOException e) {
            throw new UncheckedIOException("can't look into " + place, e);
        }
    }

    private static boolean isLibrary(String name, String library) {
        return name.startsWith(library) && (name.endsWith(".so") || name.endsWith(".dylib") || name.endsWith(".dll"));
    }

    private static String libraryOfThisPlatform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        if (system.contains("mac")) {
            return "libsqlite4java-osx";
        }
        if (system.contains("win")) {
            return processor.contains("64") ? "sqlite4java-win32-x64" : "sqlite4java-win32-x86";
        }
        return processor.equals("amd64") || processor.equals("x86_64")
                ? "libsqlite4java-linux-amd64"
                : "libsqlite4java-linux-" + processor;
    }

    private static Path ofClass(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the jar of " + type.getName() + " has no usable location", e);
        }
    }

    private static Path folderOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }
}
