package dev.dragoman.job.chunk;

import dev.dragoman.job.aws.AwsEndpoint;
import java.io.Serializable;
import java.time.Duration;

/**
 * How chunks are fetched.
 *
 * @param s3 where S3 is
 * @param timeout after which a chunk that has not come becomes a gap
 * @param retryDelay before the second try; doubled before each further one
 * @param capacity how many chunks may be under way in one subtask
 */
public record FetchSettings(AwsEndpoint s3, Duration timeout, Duration retryDelay, int capacity)
        implements Serializable {

    /** The timeout for Flink's operator: later than the stage's own, which knows more of what went wrong. */
    public Duration operatorTimeout() {
        return timeout.plusSeconds(5);
    }

    /** The chunk store that these settings name. */
    public ChunkStore.Factory store() {
        AwsEndpoint endpoint = s3;
        return () -> S3ChunkStore.at(endpoint);
    }
}
