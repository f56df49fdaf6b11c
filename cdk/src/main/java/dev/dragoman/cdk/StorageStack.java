package dev.dragoman.cdk;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CorsRule;
import software.amazon.awscdk.services.s3.HttpMethods;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * Where sound and text lie: encrypted, for nobody without a permission or a presigned link, over TLS
 * alone.
 *
 * <ul>
 *   <li>{@code audio}: what was spoken and what is heard. Everything is gone after a day
 *   <li>{@code records}: transcripts, of talks whose speaker asked for one, until somebody deletes them;
 *       dead letters for two weeks. Stays when the stack goes
 * </ul>
 */
final class StorageStack extends Part {

    static final String TRANSCRIPTS = "transcripts";
    static final String DEAD_LETTERS = "dead-letters";

    private static final Duration DAY = Duration.days(1);

    private final Bucket audio;
    private final Bucket records;

    /**
     * A new stack.
     *
     * @param pageOrigin the page that may fetch speech
     */
    StorageStack(Construct scope, Deployment deployment, String pageOrigin) {
        super(scope, deployment, "storage", "where sound and text lie");
        audio = bucket("Audio")
                .removalPolicy(RemovalPolicy.DESTROY)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .id("everything-after-a-day")
                        .expiration(DAY)
                        .abortIncompleteMultipartUploadAfter(DAY)
                        .build()))
                .cors(List.of(CorsRule.builder()
                        .allowedOrigins(List.of(pageOrigin))
                        .allowedMethods(List.of(HttpMethods.GET, HttpMethods.HEAD))
                        .allowedHeaders(List.of("range"))
                        .exposedHeaders(List.of("content-length", "content-range"))
                        .maxAge(3600)
                        .build()))
                .build();
        records = bucket("Records")
                .removalPolicy(RemovalPolicy.RETAIN)
                .lifecycleRules(List.of(
                        LifecycleRule.builder()
                                .id("dead-letters-after-two-weeks")
                                .prefix(DEAD_LETTERS + "/")
                                .expiration(Duration.days(14))
                                .build(),
                        // The job's files are uploaded in parts over as long as a talk lasts.
                        LifecycleRule.builder()
                                .id("what-was-never-finished")
                                .abortIncompleteMultipartUploadAfter(Duration.days(7))
                                .build()))
                .build();
        for (Bucket bucket : List.of(audio, records)) {
            Nag.accept(
                    bucket,
                    "AwsSolutions-S1",
                    "Access logs would keep presigned links, and who listened, for longer than the audio itself");
        }
    }

    private Bucket.Builder bucket(String id) {
        return Bucket.Builder.create(this, id)
                // Not a key of our own: it would be called for each of some thousand chunks a minute.
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2);
    }

    /** What was spoken and what is heard. */
    Bucket audio() {
        return audio;
    }

    /** Transcripts and dead letters. */
    Bucket records() {
        return records;
    }
}
