package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamStartsTest {

    @Test
    void whoAsksFirstStartsFirst() {
        StreamStarts starts = new StreamStarts(10, 10);
        starts.ask("a");
        starts.ask("b");
        starts.ask("a");
        assertThat(starts.next(0)).isEqualTo("a");
        assertThat(starts.next(0)).isEqualTo("b");
        assertThat(starts.next(0)).isNull();
        assertThat(starts.open()).isEqualTo(2);
    }

    @Test
    void inAnySecondThereAreNoMoreStartsThanAllowed() {
        StreamStarts starts = new StreamStarts(2, 10);
        for (String session : new String[] {"a", "b", "c", "d"}) {
            starts.ask(session);
        }
        assertThat(starts.next(0)).isEqualTo("a");
        assertThat(starts.next(600)).isEqualTo("b");
        assertThat(starts.next(999)).isNull();
        assertThat(starts.nextAt()).isEqualTo(1_000);
        assertThat(starts.next(1_000)).isEqualTo("c");
        assertThat(starts.next(1_500)).isNull();
        assertThat(starts.next(1_600)).isEqualTo("d");
    }

    @Test
    void whenTooManyAreOpenOnlyAnEndHelps() {
        StreamStarts starts = new StreamStarts(10, 1);
        starts.ask("a");
        starts.ask("b");
        assertThat(starts.next(0)).isEqualTo("a");
        assertThat(starts.next(0)).isNull();
        assertThat(starts.nextAt()).isEqualTo(Long.MAX_VALUE);
        starts.over();
        assertThat(starts.next(0)).isEqualTo("b");
    }

    @Test
    void whoNoLongerWantsAStreamIsPassedOver() {
        StreamStarts starts = new StreamStarts(10, 10);
        starts.ask("a");
        starts.ask("b");
        starts.withdraw("a");
        assertThat(starts.waiting()).isEqualTo(1);
        assertThat(starts.next(0)).isEqualTo("b");
        assertThat(starts.nextAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void subtasksShareTheAccountsLimits() {
        StreamStarts share = StreamStarts.share(TranscribeSettings.defaults(), 4);
        for (int i = 0; i < 10; i++) {
            share.ask("session " + i);
        }
        int started = 0;
        while (share.next(0) != null) {
            started++;
        }
        assertThat(started).isEqualTo(6);
    }
}
