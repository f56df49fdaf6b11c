package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamIdTest {

    @Test
    void everyStreamHasItsOwnAndTellsItsSession() {
        // Given, when
        String one = StreamId.next("golden-eagle-427");
        String other = StreamId.next("golden-eagle-427");

        // Then
        assertThat(one).isNotEqualTo(other).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(StreamId.isOf(one, "golden-eagle-427")).isTrue();
        assertThat(StreamId.isOf(other, "golden-eagle-427")).isTrue();
        assertThat(StreamId.isOf(one, "silver-otter-113")).isFalse();
    }
}
