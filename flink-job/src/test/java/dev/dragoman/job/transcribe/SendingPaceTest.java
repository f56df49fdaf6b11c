package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendingPaceTest {

    private static final int PIECE = 1_600;

    @Test
    void twoSecondsMayBeSentAtOnceAndThenSoManyTimesRealTime() {
        SendingPace pace = new SendingPace(4, 0);
        assertThat(sent(pace, 0)).isEqualTo(20);
        assertThat(pace.millisUntil(PIECE)).isEqualTo(25);
        assertThat(pace.take(PIECE, 24)).isFalse();
        assertThat(pace.take(PIECE, 25)).isTrue();
        assertThat(sent(pace, 125)).isEqualTo(4);
    }

    @Test
    void whatIsNotUsedIsKeptForTwoSecondsOfAudioAtMost() {
        SendingPace pace = new SendingPace(4, 0);
        assertThat(sent(pace, 100_000)).isEqualTo(20);
    }

    private static int sent(SendingPace pace, long now) {
        int pieces = 0;
        while (pace.take(PIECE, now)) {
            pieces++;
        }
        return pieces;
    }
}
