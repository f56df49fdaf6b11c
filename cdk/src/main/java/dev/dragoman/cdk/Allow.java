package dev.dragoman.cdk;

import java.util.List;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.logs.ILogGroup;

/** What a role may do, in the order in which one says it: these actions, on that. */
record Allow(List<String> actions) {

    /** The actions; none may hold a {@code *}. */
    static Allow to(String... actions) {
        return new Allow(List.of(actions));
    }

    PolicyStatement on(String... resources) {
        return PolicyStatement.Builder.create()
                .effect(Effect.ALLOW)
                .actions(actions)
                .resources(List.of(resources))
                .build();
    }

    /**
     * On everything, because the service knows no finer resource for these actions.
     *
     * @param reason where that is written, for whoever reads the code
     */
    PolicyStatement onEverythingBecause(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a reason is needed");
        }
        return on("*");
    }

    /** Writing to one log group. */
    static PolicyStatement toWriteTo(ILogGroup logs) {
        // The ARN of a log group ends with ":*", its streams.
        return to("logs:CreateLogStream", "logs:PutLogEvents").on(logs.getLogGroupArn());
    }
}
