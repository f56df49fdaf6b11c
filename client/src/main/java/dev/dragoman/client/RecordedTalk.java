package dev.dragoman.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A talk as a browser's recorder gave it, or would have given it: chunks and when each was there.
 *
 * @param chunks in the order in which they came
 */
public record RecordedTalk(List<TimedChunk> chunks) {

    /**
     * One {@code dataavailable} event.
     *
     * @param recorder which run of the recorder, from 0
     * @param wallMillis when it came, in milliseconds since the talk began
     * @param bytes its bytes, may be empty; null if it is lost: there was one, and it never comes
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record TimedChunk(int recorder, double wallMillis, byte @Nullable [] bytes) {}

    /** Keeps the chunks as they are now. */
    public RecordedTalk {
        chunks = List.copyOf(chunks);
    }

    /**
     * Reads a talk: a folder of recorded chunks, or an audio file, which is encoded and cut as a
     * browser would. Takes as long as encoding does, about a hundredth of the talk.
     *
     * @throws RecordedTalkException saying what is wrong with the path and what is accepted
     */
    public static RecordedTalk read(Path path) throws RecordedTalkException {
        if (Files.isDirectory(path)) {
            return ChunkFolder.read(path);
        }
        if (!Files.isReadable(path)) {
            throw new RecordedTalkException(path + " can't be read; accepted is a folder of chunks or an audio file");
        }
        return WebmCuts.cut(BrowserEncoder.onPath().encode(path));
    }

    /** When the last chunk came, in milliseconds since the talk began; 0 without chunks. */
    public double lengthMillis() {
        return chunks.isEmpty() ? 0 : chunks.get(chunks.size() - 1).wallMillis();
    }

    /**
     * When something was spoken, in milliseconds since the talk began. Exact but for the recorder's
     * own start-up (some 20 ms) within one run of the recorder; a later run is taken to have begun as
     * long before its first chunk as the first run did, and pauses inside a run are not known of.
     *
     * @param mediaMillis when in media time
     */
    public double spokenAtMillis(long mediaMillis) {
        double mediaLeft = (double) mediaMillis;
        double runStart = 0;
        double firstChunkAfter = chunks.isEmpty() ? 0 : chunks.get(0).wallMillis();
        for (int i = 1; i < chunks.size(); i++) {
            TimedChunk before = chunks.get(i - 1);
            TimedChunk chunk = chunks.get(i);
            if (chunk.recorder() != before.recorder()) {
                double runLength = before.wallMillis() - runStart;
                if (mediaLeft <= runLength) {
                    break;
                }
                mediaLeft -= runLength;
                runStart = Math.max(before.wallMillis(), chunk.wallMillis() - firstChunkAfter);
            }
        }
        return runStart + mediaLeft;
    }
}
