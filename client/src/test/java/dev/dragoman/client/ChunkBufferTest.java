package dev.dragoman.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.ChunkRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkBufferTest {

    private static final String SESSION = "golden-eagle-427";
    private static final int WIRE = 1;
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final ChunkBuffer buffer = new ChunkBuffer(SpeakerOptions.defaults()
            .withBuffer(100, Duration.ofSeconds(120))
            .withTimes(Duration.ofSeconds(10), Duration.ofMillis(200), Duration.ofSeconds(1)));

    @Test
    void waitsForAnAnswerOnlyOnceAChunkHasLeft() {
        // Given
        AudioChunk chunk = add(10, START);
        buffer.sent(chunk, WIRE);

        // When
        AudioChunk beforeItLeft = buffer.due(START.plusSeconds(60));
        buffer.left(chunk, WIRE, START.plusSeconds(60));
        AudioChunk soonAfter = buffer.due(START.plusSeconds(69));
        AudioChunk later = buffer.due(START.plusSeconds(70));
        buffer.sent(chunk, WIRE);
        AudioChunk whileItLeavesAgain = buffer.due(START.plusSeconds(90));

        // Then
        assertThat(beforeItLeft).isNull();
        assertThat(soonAfter).isNull();
        assertThat(later).isSameAs(chunk);
        assertThat(whileItLeavesAgain).isNull();
    }

    @Test
    void behindAChunkForWhichAServiceIsNotThereNothingIsSent() {
        // Given two that were refused, and a fresh one
        AudioChunk first = add(10, START);
        AudioChunk second = add(10, START);
        buffer.sent(first, WIRE);
        buffer.sent(second, WIRE);
        buffer.unavailable(0, 0, START);
        buffer.unavailable(0, 1, START);
        AudioChunk fresh = add(10, START);

        // When
        AudioChunk during = buffer.due(START);
        AudioChunk afterABackoff = buffer.due(START.plusSeconds(1));
        buffer.sent(first, WIRE);
        buffer.unavailable(0, 1, START.plusSeconds(1));
        AudioChunk whileItIsTried = buffer.due(START.plusSeconds(1));
        buffer.acknowledged(0, 0, START.plusSeconds(1));
        AudioChunk next = buffer.due(START.plusSeconds(1));
        buffer.sent(second, WIRE);
        AudioChunk last = buffer.due(START.plusSeconds(1));

        // Then
        assertThat(during).isNull();
        assertThat(afterABackoff).isSameAs(first);
        assertThat(whileItIsTried).isNull();
        assertThat(next).isSameAs(second);
        assertThat(last).isSameAs(fresh);
    }

    @Test
    void whatALostConnectionDidNotAnswerIsDueAgain() {
        // Given
        AudioChunk first = add(10, START);
        AudioChunk second = add(10, START);
        AudioChunk third = add(10, START);
        buffer.sent(first, WIRE);
        buffer.sent(second, WIRE);
        buffer.sent(third, WIRE + 1);

        // When
        buffer.ended(WIRE, START);
        buffer.left(first, WIRE + 1, START);
        buffer.received(List.of(new ChunkRange(0, 0, 0), new ChunkRange(1, 0, 9)));

        // Then
        assertThat(buffer.oldest()).isEqualTo(new ChunkPlace(0, 1));
        assertThat(buffer.due(START)).isSameAs(second);
        buffer.sent(second, WIRE + 1);
        assertThat(buffer.due(START)).isNull();
    }

    @Test
    void waitsTwiceAsLongAfterEachRefusalUpToTheLongest() {
        // Given
        AudioChunk chunk = add(10, START);
        Instant now = START;

        for (long wait : new long[] {200, 400, 800, 1_000, 1_000}) {
            // When
            buffer.sent(chunk, WIRE);
            buffer.left(chunk, WIRE, now);
            buffer.postponed(0, 0, now);

            // Then
            assertThat(buffer.due(now.plusMillis(wait - 1))).isNull();
            now = now.plusMillis(wait);
            assertThat(buffer.due(now)).isSameAs(chunk);
        }
    }

    @Test
    void whatCouldNotBeTakenIsDueOnceALaterOneIsTaken() {
        // Given
        AudioChunk first = sent(START);
        AudioChunk limited = sent(START);
        AudioChunk later = sent(START);
        buffer.postponed(0, 0, START);
        buffer.postponedUntil(0, 1, START.plusSeconds(5));
        Instant now = START.plusMillis(50);
        AudioChunk before = buffer.due(now);

        // When
        buffer.acknowledged(0, later.sequence(), now);

        // Then
        assertThat(before).isNull();
        assertThat(buffer.due(now)).isSameAs(first);
        send(first, now);
        assertThat(buffer.due(now)).isNull();
        assertThat(buffer.due(START.plusSeconds(5))).isSameAs(limited);
    }

    @Test
    void whatFourLaterOnesHaveOvertakenIsSentAgain() {
        // Given
        AudioChunk lost = sent(START);
        for (int i = 0; i < 8; i++) {
            sent(START);
        }
        Instant now = START.plusMillis(100);

        // When
        for (int i = 1; i <= 3; i++) {
            buffer.acknowledged(0, i, now);
        }
        AudioChunk afterThree = buffer.due(START.plusSeconds(1));
        buffer.acknowledged(0, 4, now);
        AudioChunk whileAnyOrderIsUsual = buffer.due(START.plusMillis(999));
        AudioChunk then = buffer.due(START.plusSeconds(1));
        send(lost, START.plusSeconds(1));
        for (int i = 5; i <= 8; i++) {
            buffer.acknowledged(0, i, START.plusSeconds(2));
        }

        // Then: those of the second four had left before it was sent again
        assertThat(afterThree).isNull();
        assertThat(whileAnyOrderIsUsual).isNull();
        assertThat(then).isSameAs(lost);
        assertThat(buffer.due(START.plusSeconds(10))).isNull();
        assertThat(buffer.due(START.plusSeconds(11))).isSameAs(lost);
    }

    @Test
    void whatWentToAnEarlierConnectionIsDueOnceTheServerSaysWhatItHas() {
        // Given
        sent(START);
        AudioChunk second = sent(START);
        AudioChunk third = add(10, START);
        buffer.sent(third, WIRE + 1);

        // When
        buffer.received(List.of(new ChunkRange(0, 0, 0)));
        buffer.replaced(WIRE + 1, START);

        // Then
        assertThat(buffer.due(START)).isSameAs(second);
        buffer.sent(second, WIRE + 1);
        assertThat(buffer.due(START)).isNull();
    }

    @Test
    void givesUpTheOldestWhenThereIsNoRoom() {
        // When
        add(60, START);
        add(30, START);
        add(20, START);

        // Then
        assertThat(buffer.counters()).isEqualTo(new SpeakerCounters(3, 0, 0, 1, 0, 2));
        buffer.acknowledged(0, 1, START);
        buffer.acknowledged(0, 2, START);
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void givesUpWhatGotTooOld() {
        // Given
        add(10, START);
        add(10, START.plusSeconds(60));

        // When
        buffer.dropWhatIsTooOld(START.plusSeconds(121));

        // Then
        assertThat(buffer.oldest()).isEqualTo(new ChunkPlace(0, 1));
        assertThat(buffer.counters()).isEqualTo(new SpeakerCounters(2, 0, 0, 1, 0, 1));
    }

    @Test
    void countsAnAcknowledgementOnce() {
        // Given
        add(10, START);

        // When
        buffer.acknowledged(0, 0, START);
        buffer.acknowledged(0, 0, START);
        buffer.acknowledged(7, 7, START);
        buffer.postponed(0, 0, START);
        buffer.refused(0, 0);

        // Then
        assertThat(buffer.counters()).isEqualTo(new SpeakerCounters(1, 1, 0, 0, 0, 0));
    }

    @Test
    void numbersEachRecordingFromZero() {
        // When
        buffer.startRecording();
        add(1, START);
        add(0, START);
        buffer.startRecording();
        buffer.skip();
        AudioChunk last = add(1, START);

        // Then
        assertThat(last.recording()).isEqualTo(1);
        assertThat(last.sequence()).isEqualTo(1);
        assertThat(buffer.recordings()).isEqualTo(2);
        assertThat(buffer.chunksInLast()).isEqualTo(2);
    }

    @Test
    void hasHadNoRecordingBeforeTheFirstChunk() {
        // When, then
        assertThat(buffer.recordings()).isZero();
        assertThat(buffer.chunksInLast()).isZero();
    }

    private AudioChunk sent(Instant now) {
        AudioChunk chunk = add(1, now);
        send(chunk, now);
        return chunk;
    }

    private void send(AudioChunk chunk, Instant now) {
        buffer.sent(chunk, WIRE);
        buffer.left(chunk, WIRE, now);
    }

    private AudioChunk add(int bytes, Instant now) {
        return buffer.add(SESSION, new byte[bytes], false, now).get(0);
    }
}
