package dev.dragoman.ingest;

import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Presigned addresses in S3: signed here, without asking S3. */
final class S3SpeechLinks implements SpeechLinks {

    /** How long an address is good. */
    static final Duration GOOD_FOR = Duration.ofMinutes(10);

    private final S3Presigner presigner;
    private final String bucket;

    S3SpeechLinks(S3Presigner presigner, String bucket) {
        this.presigner = presigner;
        this.bucket = bucket;
    }

    @Override
    public String of(String key) throws UnavailableException {
        try {
            return presigner
                    .presignGetObject(request -> request.signatureDuration(GOOD_FOR)
                            .getObjectRequest(get -> get.bucket(bucket).key(key)))
                    .url()
                    .toString();
        } catch (SdkException e) {
            throw new UnavailableException("signer", e);
        }
    }
}
