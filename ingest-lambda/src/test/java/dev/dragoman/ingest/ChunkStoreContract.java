package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

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
}
