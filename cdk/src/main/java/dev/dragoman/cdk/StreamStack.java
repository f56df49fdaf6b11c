package dev.dragoman.cdk;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kinesis.Stream;
import software.amazon.awscdk.services.kinesis.StreamEncryption;
import software.amazon.awscdk.services.kinesis.StreamMode;
import software.constructs.Construct;

/** The stream of events between ingest and the job: encrypted, kept for a day, as wide as it needs to be. */
final class StreamStack extends Part {

    private final Stream events;

    StreamStack(Construct scope, Deployment deployment) {
        super(scope, deployment, "stream", "the events between ingest and the job");
        Stream.Builder builder = Stream.Builder.create(this, "Events")
                .encryption(StreamEncryption.MANAGED)
                .retentionPeriod(Duration.hours(24))
                .removalPolicy(RemovalPolicy.DESTROY);
        if (deployment.shards() == 0) {
            builder.streamMode(StreamMode.ON_DEMAND);
        } else {
            builder.streamMode(StreamMode.PROVISIONED).shardCount(deployment.shards());
        }
        events = builder.build();
    }

    /** What ingest writes and the job reads. */
    Stream events() {
        return events;
    }
}
