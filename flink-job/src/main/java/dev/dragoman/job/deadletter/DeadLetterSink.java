package dev.dragoman.job.deadletter;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.protocol.ProtocolJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.DateTimeBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Dead letters as JSON Lines through Flink's own file systems, each letter exactly once: a file
 * becomes visible with the checkpoint that covers it. Folders are hours in UTC ({@code
 * 2026-11-22--14}).
 */
public final class DeadLetterSink {

    private DeadLetterSink() {}

    /** Writes under {@code folder}, for example {@code s3://bucket/dead-letters}. */
    public static FileSink<DeadLetter> to(String folder) {
        return FileSink.forRowFormat(new Path(folder), new JsonLine())
                .withBucketAssigner(new DateTimeBucketAssigner<>("yyyy-MM-dd--HH", ZoneOffset.UTC))
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .withOutputFileConfig(OutputFileConfig.builder()
                        .withPartPrefix("letters")
                        .withPartSuffix(".jsonl")
                        .build())
                .build();
    }

    private static final class JsonLine implements Encoder<DeadLetter> {

        @Override
        public void encode(DeadLetter letter, OutputStream out) throws IOException {
            out.write((ProtocolJson.write(letter) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
