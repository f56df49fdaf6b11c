package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.S3Keys;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What ingest relies on in a chunk store; run against the fake here and against S3's endpoints elsewhere. */
abstract class ChunkStoreContract {

    private static final String KEY = "sessions/golden-eagle-427/chunks/0000/00000000.webm";

    abstract ChunkStore store();

    /** What a reader finds at a place. */
    abstract byte[] read(ChunkStore.Location location);

    @Test
    void whatIsStoredIsThere() throws Exception {
        // Given
        byte[] chunk = new byte[24_000];
        new Random(1).nextBytes(chunk);

        // When
        ChunkStore.Location location = store().put(KEY, chunk);

        // Then
        assertThat(location.key()).isEqualTo(KEY);
        assertThat(read(location)).isEqualTo(chunk);
    }

    @Test
    void anEmptyChunkIsAChunk() throws Exception {
        // When
        ChunkStore.Location location = store().put(KEY, new byte[0]);

        // Then
        assertThat(read(location)).isEmpty();
    }

    @Test
    void storingAgainReplaces() throws Exception {
        // Given
        store().put(KEY, new byte[] {1, 2, 3});

        // When
        ChunkStore.Location location = store().put(KEY, new byte[] {4});

        // Then
        assertThat(read(location)).containsExactly(4);
    }

    @Test
    void listsASessionsChunksFromAPlaceOnInOrder() throws Exception {
        // Given
        String session = "silver-river-001";
        for (int[] chunk : new int[][] {{1, 0}, {0, 2}, {0, 10}, {0, 1}}) {
            store().put(S3Keys.chunk(session, chunk[0], chunk[1]), new byte[chunk[1]]);
        }
        store().put(S3Keys.chunk("silver-river-002", 0, 3), new byte[1]);

        // When
        List<ChunkStore.Stored> stored = store().from(session, new ChunkPlace(0, 2));
        List<ChunkStore.Stored> fromNextRecording = store().from(session, new ChunkPlace(1, 0));

        // Then
        assertThat(stored)
                .extracting(chunk -> List.of(chunk.recording(), chunk.sequence(), chunk.bytes()))
                .containsExactly(List.of(0, 2, 2), List.of(0, 10, 10), List.of(1, 0, 0));
        assertThat(stored.get(1).location().key()).isEqualTo(S3Keys.chunk(session, 0, 10));
        assertThat(fromNextRecording).hasSize(1);
        assertThat(store().from(session, new ChunkPlace(2, 0))).isEmpty();
    }
}
