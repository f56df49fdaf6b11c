package dev.dragoman.job.transcript;

import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.TranscriptLine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.CheckpointRollingPolicy;

/**
 * Transcripts as files, each exactly once: {@code <folder>/<session>/<language>/transcript-….jsonl} and
 * {@code ….vtt}. A file becomes visible with the checkpoint that covers it.
 */
public final class TranscriptSinks {

    private TranscriptSinks() {}

    /** A JSON object of {@link TranscriptLine} on each line. */
    public static FileSink<Transcript> jsonLines(String folder) {
        return to(folder, ".jsonl", new JsonLines());
    }

    /** WebVTT. */
    public static FileSink<Transcript> webVtt(String folder) {
        return to(folder, ".vtt", new Vtt());
    }

    private static FileSink<Transcript> to(String folder, String suffix, Encoder<Transcript> encoder) {
        return FileSink.forRowFormat(new Path(folder), encoder)
                .withBucketAssigner(new BySessionAndLanguage())
                .withRollingPolicy(new AFileEach())
                .withOutputFileConfig(OutputFileConfig.builder()
                        .withPartPrefix("transcript")
                        .withPartSuffix(suffix)
                        .build())
                .build();
    }

    private static final class JsonLines implements Encoder<Transcript> {
        @Override
        public void encode(Transcript transcript, OutputStream out) throws IOException {
            for (TranscriptLine line : transcript.lines()) {
                out.write((ProtocolJson.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static final class Vtt implements Encoder<Transcript> {
        @Override
        public void encode(Transcript transcript, OutputStream out) throws IOException {
            out.write(WebVtt.of(transcript.lines().stream()
                            .map(line -> new WebVtt.Cue(line.mediaStartMillis(), line.mediaEndMillis(), line.text()))
                            .toList())
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class BySessionAndLanguage implements BucketAssigner<Transcript, String> {
        @Override
        public String getBucketId(Transcript transcript, Context context) {
            return transcript.sessionId() + "/" + transcript.language();
        }

        @Override
        public SimpleVersionedSerializer<String> getSerializer() {
            return SimpleVersionedStringSerializer.INSTANCE;
        }
    }

    /** Each transcript is a file of its own. */
    private static final class AFileEach extends CheckpointRollingPolicy<Transcript, String> {
        @Override
        public boolean shouldRollOnEvent(PartFileInfo<String> file, Transcript transcript) {
            return true;
        }

        @Override
        public boolean shouldRollOnProcessingTime(PartFileInfo<String> file, long currentTime) {
            return false;
        }
    }
}
