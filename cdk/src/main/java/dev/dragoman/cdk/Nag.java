package dev.dragoman.cdk;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.github.cdklabs.cdknag.RegexAppliesTo;
import java.util.List;
import software.constructs.IConstruct;

/** Says why a rule of cdk-nag does not hold for something. */
final class Nag {

    private Nag() {}

    static void accept(IConstruct construct, String rule, String reason) {
        NagSuppressions.addResourceSuppressions(
                construct,
                List.of(NagPackSuppression.builder().id(rule).reason(reason).build()),
                true);
    }

    /** The same for wildcards of a role alone, of which only those that match are accepted. */
    static void acceptWildcard(IConstruct role, String resource, String reason) {
        NagSuppressions.addResourceSuppressions(
                role,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-IAM5")
                        .reason(reason)
                        .appliesTo(
                                List.of(RegexAppliesTo.builder().regex(resource).build()))
                        .build()),
                true);
    }
}
