package dev.dragoman.job.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every session ender does; a subclass says which. Each test has a session of its own. */
public abstract class SessionEnderContract {

    private static final AtomicInteger SESSIONS = new AtomicInteger();

    private final String talk = String.format(Locale.ROOT, "gentle-badger-%03d", SESSIONS.getAndIncrement());

    /** The ender to be held to it. */
    protected abstract SessionEnder ender();

    /** Makes a live session; the speaker is empty if none ever connected. */
    protected abstract void begins(String sessionId, String speakerConnectionId);

    /** Connects somebody as the session's speaker. */
    protected abstract void connects(String sessionId, String connectionId);

    /** Whether the session still takes audio. */
    protected abstract boolean isLive(String sessionId);

    /** How often the session's end was said on the stream. */
    protected abstract int saidEnds(String sessionId);

    @Test
    void endsASessionWhoseSpeakerIsGone() {
        // Given
        begins(talk, "gone" + talk);

        // When, then
        assertThat(end()).isTrue();
        assertThat(isLive(talk)).isFalse();
        assertThat(saidEnds(talk)).isEqualTo(1);
    }

    @Test
    void endsASessionThatNeverHadASpeaker() {
        // Given
        begins(talk, "");

        // When, then
        assertThat(end()).isTrue();
        assertThat(isLive(talk)).isFalse();
    }

    @Test
    void leavesASessionWhoseSpeakerIsBack() {
        // Given
        begins(talk, "back" + talk);
        connects(talk, "back" + talk);

        // When, then
        assertThat(end()).isFalse();
        assertThat(isLive(talk)).isTrue();
        assertThat(saidEnds(talk)).isZero();
    }

    @Test
    void saysAnEndAgainThatMayNotHaveBeenSaid() {
        // Given
        begins(talk, "gone" + talk);
        end();

        // When, then
        assertThat(end()).isTrue();
        assertThat(saidEnds(talk)).isEqualTo(2);
    }

    @Test
    void endsNothingThatNobodyKnows() {
        assertThat(end()).isFalse();
        assertThat(saidEnds(talk)).isZero();
    }

    private boolean end() {
        return ender().end(talk).orTimeout(10, TimeUnit.SECONDS).join();
    }
}
