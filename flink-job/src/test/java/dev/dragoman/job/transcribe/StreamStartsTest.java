package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamStartsTest {

    @Test
    void whoAsksFirstStartsFirst() {
        StreamStarts.Member starts = alone(10, 10);
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
        StreamStarts.Member starts = alone(2, 10);
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
        StreamStarts.Member starts = alone(10, 1);
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
        StreamStarts.Member starts = alone(10, 10);
        starts.ask("a");
        starts.ask("b");
        starts.withdraw("a");
        assertThat(starts.waiting()).isEqualTo(1);
        assertThat(starts.next(0)).isEqualTo("b");
        assertThat(starts.nextAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void subtasksOfAJvmHaveTheirShareTogether() {
        // Given: two of eight subtasks are here, and one of them has nothing to do
        StreamStarts jvm = new StreamStarts(25, 25, 8);
        StreamStarts.Member busy = jvm.join(() -> {});
        jvm.join(() -> {});
        for (int i = 0; i < 10; i++) {
            busy.ask("session " + i);
        }

        // Then: a quarter of the account's
        assertThat(started(busy)).isEqualTo(6);
    }

    @Test
    void aLoneSubtaskOfManyHasOneAtLeast() {
        StreamStarts.Member lone = new StreamStarts(2, 2, 30).join(() -> {});
        lone.ask("a");
        lone.ask("b");
        assertThat(started(lone)).isEqualTo(1);
    }

    @Test
    void whoFindsAnothersSessionNextWakesIt() {
        // Given
        StreamStarts jvm = new StreamStarts(10, 1, 2);
        List<String> woken = new ArrayList<>();
        StreamStarts.Member one = jvm.join(() -> woken.add("one"));
        StreamStarts.Member other = jvm.join(() -> woken.add("other"));
        one.ask("a");
        assertThat(one.next(0)).isEqualTo("a");
        other.ask("b");
        one.ask("c");
        assertThat(woken).isEmpty();
        assertThat(one.nextAt()).as("that is for the other to say").isEqualTo(Long.MAX_VALUE);

        // When: its stream is over, and another subtask's session has waited for longer
        one.over();
        assertThat(one.next(10)).isNull();

        // Then
        assertThat(woken).containsExactly("other");
        assertThat(other.next(10)).isEqualTo("b");
        assertThat(woken).containsExactly("other", "one");
        assertThat(one.waiting()).isEqualTo(1);
        assertThat(other.waiting()).isZero();
        assertThat(one.open()).isZero();
        assertThat(other.open()).isEqualTo(1);
    }

    @Test
    void aClosedSubtaskLeavesItsStreamsToOthers() {
        // Given
        StreamStarts jvm = new StreamStarts(10, 1, 2);
        List<String> woken = new ArrayList<>();
        StreamStarts.Member closed = jvm.join(() -> {});
        StreamStarts.Member left = jvm.join(() -> woken.add("left"));
        closed.ask("a");
        closed.ask("b");
        assertThat(closed.next(0)).isEqualTo("a");
        left.ask("c");

        // When
        closed.close();

        // Then
        assertThat(woken).containsExactly("left");
        assertThat(left.next(1)).isEqualTo("c");
    }

    private static int started(StreamStarts.Member member) {
        int started = 0;
        while (member.next(0) != null) {
            started++;
        }
        return started;
    }

    private static StreamStarts.Member alone(int perSecond, int concurrent) {
        return new StreamStarts(perSecond, concurrent, 1).join(() -> {});
    }
}
