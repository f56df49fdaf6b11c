package dev.dragoman.job.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.ConnectionItem;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every attendance does; a subclass says which. Each test has a session of its own. */
public abstract class AttendanceContract {

    private static final AtomicInteger SESSIONS = new AtomicInteger();
    private static final long LONG_FROM_NOW = 4_000_000_000L;

    private final String talk = String.format(Locale.ROOT, "quiet-otter-%03d", SESSIONS.getAndIncrement());

    /** The attendance to be held to it. */
    protected abstract Attendance attendance();

    /** Puts a connection into its table. */
    protected abstract void joins(ConnectionItem connection);

    @Test
    void countsListenersByLanguageAndSeesTheSpeaker() {
        joins("s", ConnectionItem.SPEAKER, true, LONG_FROM_NOW);
        joins("a", "es", true, LONG_FROM_NOW);
        joins("b", "es", true, LONG_FROM_NOW);
        joins("c", "pt-BR", true, LONG_FROM_NOW);

        assertThat(present()).isEqualTo(new Attendance.Present(Map.of("es", 2, "pt-BR", 1), true));
    }

    @Test
    void countsNobodyWhoIsGoneOrExpired() {
        joins("s", ConnectionItem.SPEAKER, true, 1_000);
        joins("a", "es", false, LONG_FROM_NOW);
        joins("b", "es", true, 1_000);
        joins("c", "fr", true, LONG_FROM_NOW);

        assertThat(present()).isEqualTo(new Attendance.Present(Map.of("fr", 1), false));
    }

    @Test
    void seesNobodyWhereNobodyIs() {
        assertThat(present()).isEqualTo(new Attendance.Present(Map.of(), false));
    }

    private Attendance.Present present() {
        return attendance().of(talk).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void joins(String name, String language, boolean here, long expiresAtSeconds) {
        joins(new ConnectionItem(name + talk, talk, language, "", here, expiresAtSeconds));
    }
}
