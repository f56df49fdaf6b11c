package dev.dragoman.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dragoman.cdk.Synthesized.Resource;
import dev.dragoman.protocol.TableLayout;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awscdk.assertions.Match;

/** Every resource that promises something keeps it in its template, and so does every further one of its kind. */
class GuaranteesTest {

    private final Synthesized all = Synthesized.once();

    @TestFactory
    Stream<DynamicTest> everyBucketIsEncryptedAndClosed() {
        return each("AWS::S3::Bucket", bucket -> {
            JsonNode properties = bucket.properties();
            assertThat(properties
                            .at("/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault")
                            .isMissingNode())
                    .isFalse();
            for (String block :
                    List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")) {
                assertThat(properties
                                .at("/PublicAccessBlockConfiguration/" + block)
                                .asBoolean())
                        .as(block)
                        .isTrue();
            }
            assertThat(properties
                            .at("/OwnershipControls/Rules/0/ObjectOwnership")
                            .asText())
                    .isEqualTo("BucketOwnerEnforced");
        });
    }

    @TestFactory
    Stream<DynamicTest> everyBucketRefusesWhatDoesNotComeOverTls() {
        return each("AWS::S3::Bucket", bucket -> {
            List<JsonNode> denials = all.resources("AWS::S3::BucketPolicy")
                    .filter(policy -> policy.part().equals(bucket.part())
                            && policy.properties().at("/Bucket/Ref").asText().equals(bucket.id()))
                    .flatMap(policy -> stream(policy.properties().at("/PolicyDocument/Statement")))
                    .filter(statement -> statement.path("Effect").asText().equals("Deny"))
                    .map(statement -> statement.path("Condition"))
                    .toList();
            assertThat(denials)
                    .anySatisfy(condition -> assertThat(
                                    condition.at("/Bool/aws:SecureTransport").asText())
                            .isEqualTo("false"));
            assertThat(denials)
                    .anySatisfy(condition -> assertThat(condition
                                    .at("/NumericLessThan/s3:TlsVersion")
                                    .asText())
                            .isEqualTo("1.2"));
        });
    }

    @Test
    void whatWasSpokenIsGoneAfterADayAndOnlyThePageFetchesIt() {
        all.template("storage")
                .hasResourceProperties(
                        "AWS::S3::Bucket",
                        Map.of(
                                "LifecycleConfiguration",
                                Map.of(
                                        "Rules",
                                        List.of(Match.objectEquals(Map.of(
                                                "Id",
                                                "everything-after-a-day",
                                                "Status",
                                                "Enabled",
                                                "ExpirationInDays",
                                                1,
                                                "AbortIncompleteMultipartUpload",
                                                Map.of("DaysAfterInitiation", 1))))),
                                "CorsConfiguration",
                                Map.of(
                                        "CorsRules",
                                        List.of(Match.objectLike(Map.of("AllowedMethods", List.of("GET", "HEAD")))))));
        Values values = new Values(all.templates());
        JsonNode cors = all.resources("AWS::S3::Bucket")
                .map(bucket -> bucket.properties().at("/CorsConfiguration/CorsRules/0/AllowedOrigins/0"))
                .filter(origin -> !origin.isMissingNode())
                .findFirst()
                .orElseThrow();
        assertThat(values.of("storage", cors)).isEqualTo("https://<web/Distribution.DomainName>");
    }

    @Test
    void recordsStayWhenTheStackGoesAndDeadLettersDoNotStayForEver() {
        all.template("storage")
                .hasResource(
                        "AWS::S3::Bucket",
                        Map.of(
                                "DeletionPolicy",
                                "Retain",
                                "Properties",
                                Match.objectLike(Map.of(
                                        "LifecycleConfiguration",
                                        Map.of(
                                                "Rules",
                                                Match.arrayWith(List.of(Match.objectLike(Map.of(
                                                        "Prefix", "dead-letters/", "ExpirationInDays", 14)))))))));
    }

    @TestFactory
    Stream<DynamicTest> everyTableIsLaidOutAsOnOneMachine() {
        assertThat(all.resources("AWS::DynamoDB::Table")).hasSameSizeAs(TableLayout.ALL);
        return TableLayout.ALL.stream()
                .map(layout -> DynamicTest.dynamicTest(layout.name(), () -> {
                    JsonNode table = all.resources("AWS::DynamoDB::Table")
                            .filter(it -> Values.plain(it.id()).equalsIgnoreCase(layout.name()))
                            .findFirst()
                            .orElseThrow()
                            .properties();
                    assertThat(keys(table.path("KeySchema")))
                            .isEqualTo(
                                    layout.sortKey() == null
                                            ? List.of("HASH "
                                                    + layout.partitionKey().attribute())
                                            : List.of(
                                                    "HASH "
                                                            + layout.partitionKey()
                                                                    .attribute(),
                                                    "RANGE " + layout.sortKey().attribute()));
                    assertThat(stream(table.path("GlobalSecondaryIndexes"))
                                    .map(index ->
                                            index.path("IndexName").asText() + " " + keys(index.path("KeySchema")) + " "
                                                    + index.at("/Projection/ProjectionType")
                                                            .asText()))
                            .containsExactlyElementsOf(layout.indexes().stream()
                                    .map(index -> index.name() + " [HASH "
                                            + index.partitionKey().attribute() + ", RANGE "
                                            + index.sortKey().attribute() + "] ALL")
                                    .toList());
                    assertThat(table.at("/TimeToLiveSpecification/Enabled").asBoolean())
                            .isTrue();
                    assertThat(table.at("/TimeToLiveSpecification/AttributeName")
                                    .asText())
                            .isEqualTo(layout.expiresAtSeconds());
                    assertThat(table.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
                    assertThat(table.at("/SSESpecification/SSEEnabled").asBoolean())
                            .isTrue();
                }));
    }

    @Test
    void theStreamIsEncryptedAndKeptForADay() {
        all.template("stream")
                .hasResourceProperties(
                        "AWS::Kinesis::Stream",
                        Map.of(
                                "RetentionPeriodHours", 24,
                                "StreamModeDetails", Map.of("StreamMode", "ON_DEMAND"),
                                "StreamEncryption", Map.of("EncryptionType", "KMS", "KeyId", "alias/aws/kinesis")));
    }

    @TestFactory
    Stream<DynamicTest> everyFunctionStartsFromASnapshotAndIsCalledThroughAnAlias() {
        return each("AWS::Lambda::Function", function -> {
            assertThat(function.properties().at("/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
            assertThat(function.properties().path("Runtime").asText()).isEqualTo("java17");
            assertThat(all.resources("AWS::Lambda::Version")
                            .map(version ->
                                    version.properties().at("/FunctionName/Ref").asText()))
                    .contains(function.id());
        });
    }

    @TestFactory
    Stream<DynamicTest> everyLogIsForgottenAfterAMonth() {
        return each("AWS::Logs::LogGroup", logs -> {
            assertThat(logs.properties().path("RetentionInDays").asInt()).isEqualTo(30);
            assertThat(logs.properties().path("LogGroupName").asText()).startsWith("/dragoman/test/");
        });
    }

    @TestFactory
    Stream<DynamicTest> everyApiIsThrottledAndLogsNeitherQueriesNorAddresses() {
        return each("AWS::ApiGatewayV2::Stage", stage -> {
            JsonNode throttle = stage.properties().path("DefaultRouteSettings");
            assertThat(throttle.path("ThrottlingRateLimit").asInt()).isBetween(1, 10_000);
            assertThat(throttle.path("ThrottlingBurstLimit").asInt()).isBetween(1, 5_000);
            assertThat(stage.properties().at("/AccessLogSettings/Format").asText())
                    .contains("$context.status")
                    .doesNotContainIgnoringCase("query")
                    .doesNotContain("$context.path", "sourceIp", "$context.identity");
        });
    }

    @Test
    void thePagesComeOverTlsFromABucketThatOnlyCloudFrontReads() {
        all.template("web")
                .hasResourceProperties(
                        "AWS::CloudFront::Distribution",
                        Map.of(
                                "DistributionConfig",
                                Match.objectLike(Map.of(
                                        "DefaultCacheBehavior",
                                        Match.objectLike(Map.of("ViewerProtocolPolicy", "redirect-to-https"))))));
        all.template("web").resourceCountIs("AWS::CloudFront::OriginAccessControl", 1);
        JsonNode headers = all.resources("AWS::CloudFront::ResponseHeadersPolicy")
                .findFirst()
                .orElseThrow()
                .properties()
                .at("/ResponseHeadersPolicyConfig/SecurityHeadersConfig");
        assertThat(headers.at("/StrictTransportSecurity/AccessControlMaxAgeSec").asInt())
                .isEqualTo(365 * 24 * 3600);
        assertThat(new Values(all.templates()).of("web", headers.at("/ContentSecurityPolicy/ContentSecurityPolicy")))
                .contains("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void nobodySignsUpUninvitedAndThePageKeepsNoSecret() {
        all.template("ingest")
                .hasResourceProperties(
                        "AWS::Cognito::UserPool",
                        Map.of("AdminCreateUserConfig", Map.of("AllowAdminCreateUserOnly", true)));
        all.template("ingest")
                .hasResourceProperties(
                        "AWS::Cognito::UserPoolClient",
                        Map.of(
                                "GenerateSecret",
                                false,
                                "AllowedOAuthFlows",
                                List.of("code"),
                                "PreventUserExistenceErrors",
                                "ENABLED"));
    }

    private Stream<DynamicTest> each(String type, Check check) {
        List<Resource> found = all.resources(type).toList();
        assertThat(found).isNotEmpty();
        return found.stream()
                .map(resource -> DynamicTest.dynamicTest(
                        resource.part() + " " + Values.plain(resource.id()), () -> check.holdsFor(resource)));
    }

    private interface Check {
        void holdsFor(Resource resource);
    }

    private static List<String> keys(JsonNode schema) {
        return stream(schema)
                .map(key -> key.path("KeyType").asText() + " "
                        + key.path("AttributeName").asText())
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
