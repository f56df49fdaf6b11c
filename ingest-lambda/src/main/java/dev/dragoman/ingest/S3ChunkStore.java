package dev.dragoman.ingest;

import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.S3Keys;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Chunks in an S3 bucket. S3 is strongly consistent: a stored chunk can be read and listed at once. */
final class S3ChunkStore implements ChunkStore {

    private static final String SERVICE = "chunk store";

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
            throw new UnavailableException(SERVICE, e);
        }
    }

    @Override
    public List<Stored> from(String sessionId, ChunkPlace place) throws UnavailableException {
        String folder = S3Keys.chunks(sessionId);
        // Just before the place's own key: there a key ends, here it goes on.
        String before =
                S3Keys.chunk(sessionId, place.recording(), place.sequence()).replace(".webm", "");
        List<Stored> stored = new ArrayList<>();
        try {
            s3.listObjectsV2(request -> request.bucket(bucket)
                            .prefix(folder)
                            .startAfter(before)
                            .maxKeys(MOST_LISTED))
                    .contents()
                    .forEach(object -> S3Keys.chunkPlace(object.key())
                            .ifPresent(at -> stored.add(new Stored(
                                    at.recording(),
                                    at.sequence(),
                                    new Location(bucket, object.key()),
                                    Math.toIntExact(object.size())))));
            return stored;
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }
}
