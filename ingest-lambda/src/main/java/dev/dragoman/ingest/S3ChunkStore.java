package dev.dragoman.ingest;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Chunks in an S3 bucket. S3 is strongly consistent: a stored chunk can be read at once. */
final class S3ChunkStore implements ChunkStore {

    private final S3Client s3;
    private final String bucket;

    S3ChunkStore(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Location put(String key, byte[] bytes) throws UnavailableException {
        try {
            s3.putObject(
                    request -> request.bucket(bucket).key(key).contentType("application/octet-stream"),
                    RequestBody.fromBytes(bytes));
            return new Location(bucket, key);
        } catch (SdkException e) {
            throw new UnavailableException("chunk store", e);
        }
    }
}
