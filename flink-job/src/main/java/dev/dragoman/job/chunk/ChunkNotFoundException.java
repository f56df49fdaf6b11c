package dev.dragoman.job.chunk;

/** No object has this key: it expired, or the reference is wrong. Asking again does not help. */
public final class ChunkNotFoundException extends Exception {

    /** For the object that is not there. */
    public ChunkNotFoundException(String bucket, String key) {
        super("no chunk at s3://" + bucket + "/" + key);
    }
}
