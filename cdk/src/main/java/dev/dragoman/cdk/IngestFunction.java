package dev.dragoman.cdk;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * One Lambda function: started from a snapshot of its warmed-up self, called through an alias that
 * moves to a new version only when its snapshot is ready, with a role and a log group of its own.
 */
final class IngestFunction extends Construct {

    /** More memory is more CPU: enough for a first message that nobody has to wait for. */
    private static final int MEGABYTES = 1024;

    /** A call of a service takes at most five seconds; see the clients of ingest. */
    private static final Duration TIMEOUT = Duration.seconds(15);

    private final Alias live;
    private final Function function;

    /**
     * A new function.
     *
     * @param name as in {@code ./dragoman logs}
     * @param may what it may do besides writing its log
     */
    IngestFunction(
            Construct scope,
            String id,
            Deployment deployment,
            String name,
            Class<? extends RequestHandler<?, ?>> handler,
            Map<String, String> environment,
            List<PolicyStatement> may) {
        super(scope, id);
        LogGroup logs = Logs.group(this, deployment, name);
        PolicyDocument policy = PolicyDocument.Builder.create()
                .statements(Stream.concat(may.stream(), Stream.of(Allow.toWriteTo(logs)))
                        .toList())
                .build();
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(Map.of("may", policy))
                .build();
        function = Function.Builder.create(this, "Function")
                .description("Dragoman " + deployment.stage() + ": " + name)
                .runtime(Runtime.JAVA_17)
                // Graviton: nothing in the jar is native, and a second costs a fifth less.
                .architecture(Architecture.ARM_64)
                .code(Code.fromAsset(deployment.functionJar().toString()))
                .handler(handler.getName())
                .memorySize(MEGABYTES)
                .timeout(TIMEOUT)
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                // The version before is what one rolls back to.
                .currentVersionOptions(VersionOptions.builder()
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build())
                .environment(environment)
                .role(role)
                .logGroup(logs)
                .build();
        Annotations.of(function)
                .acknowledgeWarning(
                        "@aws-cdk/aws-lambda:snapStartRequirePublish", "The alias below is to a published version");
        live = Alias.Builder.create(this, "Live")
                .aliasName("live")
                .version(function.getCurrentVersion())
                .build();
        Nag.accept(
                function,
                "AwsSolutions-L1",
                "Java 17 is the Java of Managed Service for Apache Flink; one Java for the whole system");
        Nag.acceptWildcard(role, "/^Resource::<.*Logs.*\\.Arn>$/g", "The streams of the function's own log group");
    }

    /** What callers call. */
    Alias live() {
        return live;
    }

    /** What is measured. */
    Function function() {
        return function;
    }
}
