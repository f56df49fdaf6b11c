package dev.dragoman.local.talk;

import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.RecordedTalk.TimedChunk;
import dev.dragoman.samples.Recording;

/** Bundled recordings, to be spoken. */
public final class SampleTalk {

    private SampleTalk() {}

    /**
     * A recording with its timing.
     *
     * @param name its folder's, for example {@code talk-cr-mic-24k-250}
     */
    public static RecordedTalk load(String name) {
        return new RecordedTalk(Recording.load(name).chunks().stream()
                .map(chunk -> new TimedChunk(chunk.recorder(), chunk.wallMillis(), chunk.bytes()))
                .toList());
    }
}
