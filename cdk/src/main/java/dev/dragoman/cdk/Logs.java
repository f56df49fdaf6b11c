package dev.dragoman.cdk;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** Log groups: each has a name that {@code ./dragoman logs} knows, and forgets after a month. */
final class Logs {

    private Logs() {}

    static LogGroup group(Construct scope, Deployment deployment, String part) {
        return LogGroup.Builder.create(scope, "Logs")
                .logGroupName("/dragoman/" + deployment.stage() + "/" + part)
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }
}
