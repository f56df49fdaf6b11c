package dev.dragoman.job.aws;

import java.io.Serializable;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * Where a service is: a region, and an endpoint if it is not the region's own.
 *
 * @param region for example {@code eu-west-1}
 * @param override another endpoint, for example {@code http://127.0.0.1:4566}, or null
 */
public record AwsEndpoint(String region, @Nullable URI override) implements Serializable {

    /** The region's own endpoint. */
    public static AwsEndpoint of(String region) {
        return new AwsEndpoint(region, null);
    }

    /** Another endpoint. */
    public static AwsEndpoint of(String region, URI endpoint) {
        return new AwsEndpoint(region, endpoint);
    }

    /** Whether it is not the region's own. */
    public boolean isOverridden() {
        return override != null;
    }

    /** Points an SDK client's builder at it. Credentials come from the SDK's default chain. */
    public <B extends AwsClientBuilder<B, C>, C> B configure(B builder) {
        builder.region(Region.of(region));
        if (override != null) {
            builder.endpointOverride(override);
        }
        return builder;
    }
}
