package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamTimelineTest {

    private final StreamTimeline timeline = new StreamTimeline();

    @Test
    void aStreamThatBeginsLateIsShifted() {
        timeline.sent(16_000, 1_600);
        timeline.sent(17_600, 1_600);
        assertThat(timeline.mediaAt(0)).isEqualTo(16_000);
        assertThat(timeline.mediaAt(2_000)).isEqualTo(18_000);
        assertThat(timeline.mediaEndAt(3_200)).isEqualTo(19_200);
    }

    @Test
    void aGapIsShorterOnTheStreamThanInTheTalk() {
        timeline.sent(0, 1_600);
        timeline.silence(1_600, 100_000, 800);
        timeline.sent(101_600, 1_600);
        assertThat(timeline.mediaEndAt(1_600))
                .as("a word that ends before the gap")
                .isEqualTo(1_600);
        assertThat(timeline.mediaAt(2_000)).as("within the gap").isEqualTo(2_000);
        assertThat(timeline.mediaAt(2_400))
                .as("a word that starts after the gap")
                .isEqualTo(101_600);
        assertThat(timeline.mediaEndAt(4_000)).isEqualTo(103_200);
    }

    @Test
    void audioThatWasSkippedShiftsWhatFollows() {
        timeline.sent(0, 1_600);
        timeline.sent(50_000, 1_600);
        assertThat(timeline.mediaEndAt(1_600)).isEqualTo(1_600);
        assertThat(timeline.mediaAt(1_600)).isEqualTo(50_000);
    }

    @Test
    void beyondWhatWasSentIsItsEnd() {
        timeline.sent(100, 1_600);
        assertThat(timeline.mediaAt(99_999)).isEqualTo(1_700);
        assertThat(timeline.mediaAt(-5)).isEqualTo(100);
    }
}
