package dev.dragoman.cdk;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigateway.CfnAccount;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * What an account and region has once, whatever the number of stages: the role with which API Gateway
 * writes the logs of WebSocket APIs. Stays when stages go.
 */
final class AccountStack extends Stack {

    /** The name; the same for all stages. */
    static final String NAME = "dragoman-account";

    AccountStack(Construct scope) {
        super(
                scope,
                "account",
                StackProps.builder()
                        .stackName(NAME)
                        .description("Dragoman: what an account has once")
                        .build());
        Role role = Role.Builder.create(this, "GatewayLogs")
                .assumedBy(new ServicePrincipal("apigateway.amazonaws.com"))
                .managedPolicies(List.of(
                        ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonAPIGatewayPushToCloudWatchLogs")))
                .build();
        role.applyRemovalPolicy(RemovalPolicy.RETAIN);
        CfnAccount gateway = CfnAccount.Builder.create(this, "Gateway")
                .cloudWatchRoleArn(role.getRoleArn())
                .build();
        gateway.applyRemovalPolicy(RemovalPolicy.RETAIN);
        Nag.accept(role, "AwsSolutions-IAM4", "API Gateway asks for this very policy, and checks that it is there");
    }
}
