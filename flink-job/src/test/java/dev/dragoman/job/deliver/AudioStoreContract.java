package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every audio store does; a subclass says which. */
public abstract class AudioStoreContract {

    private static final String KEY = "sessions/golden-eagle-427/translated/es/1200.mp3";

    /** The store to be held to it. */
    protected abstract AudioStore store();

    /** What anybody gets who has the URL. */
    protected abstract byte[] get(String url) throws Exception;

    @Test
    void givesAUrlUnderWhichItIsHad() throws Exception {
        assertThat(get(store().put(KEY, new byte[] {1, 2, 3}).join())).containsExactly(1, 2, 3);
    }

    @Test
    void storingAgainOverwrites() throws Exception {
        String before = store().put(KEY, new byte[] {1, 2, 3}).join();
        String after = store().put(KEY, new byte[] {4, 5}).join();

        assertThat(get(after)).containsExactly(4, 5);
        assertThat(get(before)).containsExactly(4, 5);
    }
}
