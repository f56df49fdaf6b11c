package dev.dragoman.job.deliver;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.AwsClient;
import dev.dragoman.job.service.AwsFailure;
import dev.dragoman.job.service.ServiceFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Speech in a bucket of S3, to be fetched with presigned URLs. At an endpoint of its own, paths
 * carry the bucket's name, since no host name does.
 */
public final class S3AudioStore implements AudioStore {

    /** What a presigned URL is good for: long enough for a listener who was away, too short to be passed on. */
    public static final Duration VALID = Duration.ofMinutes(10);

    private static final String CONTENT_TYPE = "audio/mpeg";
    private static final int CONNECTIONS = 100;

    private final String bucket;
    private final S3AsyncClient client;
    private final S3Presigner presigner;

    private S3AudioStore(String bucket, S3AsyncClient client, S3Presigner presigner) {
        this.bucket = bucket;
        this.client = client;
        this.presigner = presigner;
    }

    /** Stores in a bucket, at an endpoint that browsers reach by the same name as the job. */
    public static ServiceFactory<AudioStore> at(AwsEndpoint endpoint, String bucket) {
        return at(endpoint, bucket, endpoint.override());
    }

    /**
     * Stores in a bucket.
     *
     * @param publicUrl the endpoint as browsers reach it, or null for the region's own
     */
    public static ServiceFactory<AudioStore> at(AwsEndpoint endpoint, String bucket, @Nullable URI publicUrl) {
        return () -> new S3AudioStore(
                bucket,
                AwsClient.at(
                        endpoint,
                        S3AsyncClient.builder()
                                .forcePathStyle(endpoint.isOverridden())
                                // Signed and sent whole: a trailing checksum would make it a chunked upload.
                                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED),
                        CONNECTIONS),
                presigner(endpoint.region(), publicUrl));
    }

    private static S3Presigner presigner(String region, @Nullable URI url) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(region))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(url != null)
                        .build());
        return url == null ? builder.build() : builder.endpointOverride(url).build();
    }

    /** Presigns on the client's thread, after the answer: looking up credentials may take its time. */
    @Override
    public CompletableFuture<String> put(String key, byte[] mp3) {
        return AwsFailure.read(
                client.putObject(
                        request -> request.bucket(bucket).key(key).contentType(CONTENT_TYPE),
                        AsyncRequestBody.fromBytes(mp3)),
                stored -> presigned(key));
    }

    private String presigned(String key) {
        return presigner
                .presignGetObject(presign -> presign.signatureDuration(VALID)
                        .getObjectRequest(get -> get.bucket(bucket).key(key)))
                .url()
                .toString();
    }

    @Override
    public void close() {
        presigner.close();
        client.close();
    }
}
