package dev.dragoman.cdk;

import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.Function;
import software.amazon.awscdk.services.cloudfront.FunctionAssociation;
import software.amazon.awscdk.services.cloudfront.FunctionCode;
import software.amazon.awscdk.services.cloudfront.FunctionEventType;
import software.amazon.awscdk.services.cloudfront.FunctionRuntime;
import software.amazon.awscdk.services.cloudfront.HeadersFrameOption;
import software.amazon.awscdk.services.cloudfront.HeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.HttpVersion;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeader;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeadersBehavior;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentSecurityPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentTypeOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersFrameOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersStrictTransportSecurity;
import software.amazon.awscdk.services.cloudfront.ResponseSecurityHeadersBehavior;
import software.amazon.awscdk.services.cloudfront.S3OriginAccessControl;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOrigin;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOriginWithOACProps;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * The pages: a bucket that only CloudFront reads, over TLS, with headers that let a page do what these
 * do and nothing else. It comes first, because everything else wants to know where the pages are.
 */
final class WebStack extends Part {

    private final Distribution distribution;

    WebStack(Construct scope, Deployment deployment) {
        super(scope, deployment, "web", "the pages");
        Bucket pages = Bucket.Builder.create(this, "Pages")
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        distribution = Distribution.Builder.create(this, "Distribution")
                .comment(deployment.stackName("web"))
                .defaultRootObject("index.html")
                .httpVersion(HttpVersion.HTTP2_AND_3)
                .priceClass(PriceClass.PRICE_CLASS_100)
                .defaultBehavior(BehaviorOptions.builder()
                        .origin(S3BucketOrigin.withOriginAccessControl(
                                pages,
                                S3BucketOriginWithOACProps.builder()
                                        .originAccessControl(S3OriginAccessControl.Builder.create(this, "Access")
                                                .originAccessControlName(deployment.stackName("pages-" + Aws.REGION))
                                                .build())
                                        .build()))
                        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                        .cachePolicy(CachePolicy.CACHING_OPTIMIZED)
                        .responseHeadersPolicy(headers(deployment))
                        .functionAssociations(List.of(FunctionAssociation.builder()
                                .eventType(FunctionEventType.VIEWER_REQUEST)
                                .function(folders(deployment))
                                .build()))
                        .build())
                .build();
        Nag.accept(pages, "AwsSolutions-S1", "What is public is not worth a log of who read it");
        Nag.accept(
                distribution,
                "AwsSolutions-CFR1",
                "Talks are for whoever has the link; an operator who serves some countries alone adds it here");
        Nag.accept(
                distribution,
                "AwsSolutions-CFR2",
                "Static files; what can be attacked is the APIs, which have limits by address and throttling");
        Nag.accept(
                distribution,
                "AwsSolutions-CFR3",
                "Its log would keep query strings, with sign-in codes, and the addresses of listeners");
        Nag.accept(
                distribution,
                "AwsSolutions-CFR4",
                "CloudFront's own name and certificate; a name of one's own brings TLS 1.2 as the least");
        CfnOutput.Builder.create(this, "PageAddress").value(origin()).build();
        CfnOutput.Builder.create(this, "PageBucket")
                .value(pages.getBucketName())
                .build();
        CfnOutput.Builder.create(this, "PageDistribution")
                .value(distribution.getDistributionId())
                .build();
    }

    /** S3 behind CloudFront knows files alone: a folder's page is its index.html. */
    private Function folders(Deployment deployment) {
        return Function.Builder.create(this, "Folders")
                // Names of CloudFront are an account's, whatever the region: the CDK's own would be every stage's.
                .functionName(deployment.stackName("folders-" + Aws.REGION))
                .comment("The page of a folder")
                .runtime(FunctionRuntime.JS_2_0)
                .code(FunctionCode.fromInline("""
                        function handler(event) {
                          const request = event.request;
                          if (request.uri === '/speak') {
                            return {statusCode: 301, statusDescription: 'Moved Permanently', headers: {location: {value: '/speak/'}}};
                          }
                          if (request.uri.endsWith('/')) request.uri += 'index.html';
                          return request;
                        }
                        """))
                .build();
    }

    private ResponseHeadersPolicy headers(Deployment deployment) {
        String apis = ".execute-api." + Aws.REGION + "." + Aws.URL_SUFFIX;
        // In us-east-1 the SDK signs links to the address without a region.
        String speech = "https://*.s3." + Aws.REGION + "." + Aws.URL_SUFFIX + " https://*.s3." + Aws.URL_SUFFIX;
        String policy = String.join(
                "; ",
                "default-src 'self'",
                "connect-src 'self' https://*" + apis + " wss://*" + apis + " " + speech + " https://*.auth."
                        + Aws.REGION + ".amazoncognito.com",
                "media-src 'self' blob: " + speech,
                "img-src 'self' data:",
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'");
        return ResponseHeadersPolicy.Builder.create(this, "Headers")
                .responseHeadersPolicyName(deployment.stackName("headers-" + Aws.REGION))
                .comment("What the pages may do")
                .securityHeadersBehavior(ResponseSecurityHeadersBehavior.builder()
                        .contentSecurityPolicy(ResponseHeadersContentSecurityPolicy.builder()
                                .contentSecurityPolicy(policy)
                                .override(true)
                                .build())
                        .contentTypeOptions(ResponseHeadersContentTypeOptions.builder()
                                .override(true)
                                .build())
                        .frameOptions(ResponseHeadersFrameOptions.builder()
                                .frameOption(HeadersFrameOption.DENY)
                                .override(true)
                                .build())
                        .referrerPolicy(ResponseHeadersReferrerPolicy.builder()
                                .referrerPolicy(HeadersReferrerPolicy.NO_REFERRER)
                                .override(true)
                                .build())
                        .strictTransportSecurity(ResponseHeadersStrictTransportSecurity.builder()
                                .accessControlMaxAge(Duration.days(365))
                                .includeSubdomains(true)
                                .override(true)
                                .build())
                        .build())
                .customHeadersBehavior(ResponseCustomHeadersBehavior.builder()
                        .customHeaders(List.of(ResponseCustomHeader.builder()
                                .header("Permissions-Policy")
                                .value("microphone=(self), camera=(), geolocation=()")
                                .override(true)
                                .build()))
                        .build())
                .build();
    }

    /** Where the pages are, as browsers name it to other servers. */
    String origin() {
        return "https://" + distribution.getDistributionDomainName();
    }
}
