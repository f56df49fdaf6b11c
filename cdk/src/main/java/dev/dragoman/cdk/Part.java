package dev.dragoman.cdk;

import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/** One part of Dragoman: a stack whose name says the stage and the part, and whose resources are tagged. */
abstract class Part extends Stack {

    Part(Construct scope, Deployment deployment, String name, String description) {
        super(
                scope,
                name,
                StackProps.builder()
                        .stackName(deployment.stackName(name))
                        .description("Dragoman " + deployment.stage() + ": " + description)
                        .build());
        Tags.of(this).add("dragoman-stage", deployment.stage());
    }
}
