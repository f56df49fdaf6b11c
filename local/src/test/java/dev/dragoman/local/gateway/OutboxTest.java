package dev.dragoman.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.websocket.api.Callback;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final int FRAME_BYTES = 8;
    private static final int MOST_MESSAGES = 3;
    private static final int MOST_BYTES = 40;

    private final Jetty jetty = new Jetty();
    private int written;
    private final Outbox outbox = new Outbox(FRAME_BYTES, MOST_MESSAGES, MOST_BYTES, () -> written++);

    /** Writes as Jetty does: whether a frame continues a message it notes after the callback of the one before. */
    private static final class Jetty implements Outbox.Frames {

        final List<String> wire = new ArrayList<>();
        final Queue<Callback> held = new ArrayDeque<>();
        boolean hold;
        private boolean within;

        @Override
        public void write(String text, boolean last, Callback callback) {
            wire.add((within ? "continue " : "begin ") + text);
            within = true;
            if (hold) {
                held.add(callback);
            } else {
                callback.succeed();
            }
            within = !last;
        }
    }

    @BeforeEach
    void open() {
        outbox.open(jetty);
    }

    @Test
    void whatComesBeforeItIsOpenWaits() {
        // Given
        Outbox early = new Outbox(FRAME_BYTES, MOST_MESSAGES, MOST_BYTES, () -> written++);
        assertThat(early.add("one")).isTrue();
        assertThat(early.add("two")).isTrue();
        assertThat(jetty.wire).isEmpty();

        // When
        early.open(jetty);

        // Then
        assertThat(jetty.wire).containsExactly("begin one", "begin two");
    }

    @Test
    void aMessageThatIsWrittenAtOnceIsWholeBeforeTheNextBegins() {
        // Given one that waits for the network, and two behind it
        jetty.hold = true;
        outbox.add("one");
        outbox.add("two");
        outbox.add("three");
        jetty.hold = false;

        // When
        jetty.held.remove().succeed();

        // Then
        assertThat(jetty.wire).containsExactly("begin one", "begin two", "begin three");
        assertThat(written).isEqualTo(3);
    }

    @Test
    void aLongMessageGoesInFramesAndTheNextIsANewOne() {
        outbox.add("aaaaaaaabbbbbbbbcc");
        outbox.add("next");
        assertThat(jetty.wire).containsExactly("begin aaaaaaaa", "continue bbbbbbbb", "continue cc", "begin next");
    }

    @Test
    void noMoreThanItsBoundWaits() {
        jetty.hold = true;
        for (String message : List.of("one", "two", "three")) {
            assertThat(outbox.add(message)).isTrue();
        }
        assertThat(outbox.add("four")).isFalse();

        jetty.held.remove().succeed();
        assertThat(outbox.add("x".repeat(MOST_BYTES))).as("too many bytes").isFalse();
        assertThat(outbox.add("four")).isTrue();
    }

    @Test
    void whatWaitsIsDroppedWhenAWriteFails() {
        // Given
        jetty.hold = true;
        outbox.add("one");
        outbox.add("two");

        // When
        jetty.held.remove().fail(new IllegalStateException("the connection is gone"));

        // Then
        assertThat(jetty.wire).containsExactly("begin one");
        assertThat(written).isZero();
    }

    @Test
    void aMessageIsCutBetweenCharacters() {
        assertThat(Outbox.cut("aéa€a😀a", 4)).containsExactly("aéa", "€a", "😀", "a");
    }
}
