package dev.dragoman.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.AudioChunk;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChunkBufferProperties {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    @Property(tries = 200)
    void piecesAreTheBlobsInOrderAndNumberedWithoutHoles(
            @ForAll @Size(max = 8) List<@IntRange(max = 3 * AudioChunk.MOST_BYTES) Integer> sizes) {
        // Given
        ChunkBuffer buffer = new ChunkBuffer(SpeakerOptions.defaults());
        Random random = new Random(sizes.size());
        ByteArrayOutputStream blobs = new ByteArrayOutputStream();
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        int next = 0;

        for (int size : sizes) {
            byte[] blob = new byte[size];
            random.nextBytes(blob);
            blobs.writeBytes(blob);

            // When
            for (AudioChunk piece : buffer.add("golden-eagle-427", blob, false, START)) {
                // Then
                assertThat(piece.sequence()).isEqualTo(next++);
                assertThat(piece.data()).hasSizeLessThanOrEqualTo(AudioChunk.MOST_BYTES);
                pieces.writeBytes(piece.data());
            }
        }
        assertThat(pieces.toByteArray()).isEqualTo(blobs.toByteArray());
        assertThat(buffer.chunksInLast()).isEqualTo(next).isGreaterThanOrEqualTo(sizes.size());
    }

    /** A server that takes, refuses for now and says nothing at random; in the end it takes everything. */
    @Property(tries = 200)
    void everyChunkIsAcknowledgedOrCounted(@ForAll @IntRange(min = 1, max = 60) int chunks, @ForAll Random random) {
        // Given
        ChunkBuffer buffer = new ChunkBuffer(SpeakerOptions.defaults().withBuffer(200, Duration.ofMinutes(2)));
        Set<Integer> taken = new HashSet<>();
        List<AudioChunk> out = new ArrayList<>();
        Instant now = START;

        // When
        for (int i = 0; i < chunks || !buffer.isEmpty(); i++) {
            now = now.plusMillis(250);
            buffer.dropWhatIsTooOld(now);
            if (i < chunks) {
                buffer.add("golden-eagle-427", new byte[random.nextInt(20)], false, now);
            }
            for (AudioChunk due = buffer.due(now); due != null; due = buffer.due(now)) {
                out.add(due);
                buffer.sent(due, 1);
            }
            boolean atLast = i > chunks + 200;
            for (AudioChunk chunk : out) {
                buffer.left(chunk, 1, now);
                int fate = atLast ? 0 : random.nextInt(4);
                if (fate == 0) {
                    taken.add(chunk.sequence());
                    buffer.acknowledged(chunk.recording(), chunk.sequence(), now);
                } else if (fate == 1) {
                    buffer.postponed(chunk.recording(), chunk.sequence(), now);
                } else if (fate == 2) {
                    // Taken, but the answer was lost.
                    taken.add(chunk.sequence());
                }
            }
            out.clear();

            // Then
            SpeakerCounters counters = buffer.counters();
            assertThat(counters.acknowledged() + counters.lost() + counters.refused() + counters.waiting())
                    .isEqualTo(counters.sent());
        }
        SpeakerCounters counters = buffer.counters();
        assertThat(counters.sent()).isEqualTo(chunks);
        assertThat(taken.size() + counters.lost()).isGreaterThanOrEqualTo(chunks);
        assertThat(counters.acknowledged()).isLessThanOrEqualTo(taken.size());
    }
}
