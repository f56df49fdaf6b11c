package dev.dragoman.local.cli;

import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.RecordedTalk.TimedChunk;
import dev.dragoman.samples.Recording;

/** A bundled recording, to be spoken. */
final class SampleTalk {

    private SampleTalk() {}

    static RecordedTalk load(String name) {
        return new RecordedTalk(Recording.load(name).chunks().stream()
                .map(chunk -> new TimedChunk(chunk.recorder(), chunk.wallMillis(), chunk.bytes()))
                .toList());
    }
}
