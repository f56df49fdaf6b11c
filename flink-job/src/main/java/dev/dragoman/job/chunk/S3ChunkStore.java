package dev.dragoman.job.chunk;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.AwsClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Chunks in S3. The SDK retries what is worth retrying at once; the stage retries the rest. */
final class S3ChunkStore implements ChunkStore {

    /** Chunks fetched at once in one subtask; each takes some ten milliseconds. */
    private static final int CONNECTIONS = 100;

    private final S3AsyncClient s3;

    private S3ChunkStore(S3AsyncClient s3) {
        this.s3 = s3;
    }

    static S3ChunkStore at(AwsEndpoint endpoint) {
        return new S3ChunkStore(
                AwsClient.at(endpoint, S3AsyncClient.builder().forcePathStyle(endpoint.isOverridden()), CONNECTIONS));
    }

    @Override
    public CompletableFuture<byte[]> get(String bucket, String key) {
        return s3.getObject(request -> request.bucket(bucket).key(key), AsyncResponseTransformer.toBytes())
                .handle((answer, error) -> {
                    if (error == null) {
                        return answer.asByteArrayUnsafe();
                    }
                    Throwable cause =
                            error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
                    throw new CompletionException(
                            cause instanceof NoSuchKeyException ? new ChunkNotFoundException(bucket, key) : cause);
                });
    }

    @Override
    public void close() {
        s3.close();
    }
}
