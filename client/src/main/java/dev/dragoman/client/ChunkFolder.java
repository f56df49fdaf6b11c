package dev.dragoman.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dragoman.client.RecordedTalk.TimedChunk;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of chunks, one file each. With a {@code manifest.json}, its entries are the chunks, with
 * their times and recorders; without one, the files in the order of their names, every 250 ms. Where
 * the manifest has no file for an entry, or the numbers in the names have a hole, a chunk is lost.
 */
final class ChunkFolder {

    private static final double TIMESLICE_MILLIS = 250;

    /** More than this in a row is no loss but another way of numbering. */
    private static final long MOST_LOST_IN_A_ROW = 10_000;

    private static final Pattern CHUNK = Pattern.compile("(.+)\\.(webm|mp4|ogg)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private ChunkFolder() {}

    static RecordedTalk read(Path folder) throws RecordedTalkException {
        try {
            Path manifest = folder.resolve("manifest.json");
            List<TimedChunk> chunks = Files.exists(manifest) ? listed(folder, manifest) : everyTimeslice(files(folder));
            if (chunks.stream().allMatch(chunk -> chunk.bytes() == null)) {
                throw new RecordedTalkException(
                        folder + " holds no chunks; accepted are files named like 0000.webm (or .mp4, .ogg)");
            }
            return new RecordedTalk(chunks);
        } catch (IOException e) {
            throw new RecordedTalkException(folder + " can't be read: " + e.getMessage(), e);
        }
    }

    private static List<TimedChunk> listed(Path folder, Path manifest) throws IOException, RecordedTalkException {
        Manifest listed;
        try {
            listed = ProtocolJson.read(Files.readAllBytes(manifest), Manifest.class);
        } catch (ProtocolException e) {
            throw new RecordedTalkException(
                    manifest + ": " + e.getMessage()
                            + " Accepted is {\"chunks\": [{\"file\", \"recorder\", \"wall_ms\"}, …]}.",
                    e);
        }
        List<TimedChunk> chunks = new ArrayList<>();
        double wallMillis = 0;
        for (Entry entry : listed.chunks()) {
            Path file = folder.resolve(entry.file());
            if (!folder.equals(file.getParent())) {
                throw new RecordedTalkException(
                        manifest + ": the file '" + entry.file() + "' is not a name in the same folder");
            }
            wallMillis = entry.wallMillis() == null ? wallMillis + TIMESLICE_MILLIS : entry.wallMillis();
            chunks.add(new TimedChunk(
                    entry.recorder() == null ? 0 : entry.recorder(),
                    wallMillis,
                    Files.exists(file) ? Files.readAllBytes(file) : null));
        }
        return chunks;
    }

    private static List<TimedChunk> everyTimeslice(List<Path> files) throws IOException {
        List<TimedChunk> chunks = new ArrayList<>();
        long expected = 0;
        for (Path file : files) {
            long number = number(file);
            if (number > expected && number - expected <= MOST_LOST_IN_A_ROW) {
                for (long lost = expected; lost < number; lost++) {
                    chunks.add(chunk(chunks.size(), null));
                }
            }
            expected = number < 0 ? 0 : number + 1;
            chunks.add(chunk(chunks.size(), Files.readAllBytes(file)));
        }
        return chunks;
    }

    private static TimedChunk chunk(int index, byte @Nullable [] bytes) {
        return new TimedChunk(0, (index + 1) * TIMESLICE_MILLIS, bytes);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> CHUNK.matcher(name(file)).matches())
                    .sorted(Comparator.comparingLong(ChunkFolder::number).thenComparing(ChunkFolder::name))
                    .toList();
        }
    }

    /** The number that is the file's name, or -1. */
    private static long number(Path file) {
        Matcher chunk = CHUNK.matcher(name(file));
        return chunk.matches() && NUMBER.matcher(chunk.group(1)).matches() ? Long.parseLong(chunk.group(1)) : -1;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** What the manifest says that matters here. */
    private record Manifest(List<Entry> chunks) {}

    private record Entry(
            String file,
            @Nullable Integer recorder,
            @JsonProperty("wall_ms") @Nullable Double wallMillis) {}
}
