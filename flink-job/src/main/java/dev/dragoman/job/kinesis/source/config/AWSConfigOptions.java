package dev.dragoman.job.kinesis.source.config;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** How to reach Kinesis; keys are the official connector's. */
public final class AWSConfigOptions {

    /** Where credentials come from. */
    public enum CredentialProvider {
        /** The SDK's default chain: environment, system properties, web identity, profile, container, instance. */
        AUTO,
        /** {@link #AWS_ACCESS_KEY_ID_OPTION} and {@link #AWS_SECRET_ACCESS_KEY_OPTION}. */
        BASIC
    }

    public static final ConfigOption<String> AWS_REGION_OPTION = ConfigOptions.key("aws.region")
            .stringType()
            .noDefaultValue()
            .withDescription("The region, such as eu-west-1. Default: the one in the stream's ARN.");

    public static final ConfigOption<String> AWS_ENDPOINT_OPTION = ConfigOptions.key("aws.endpoint")
            .stringType()
            .noDefaultValue()
            .withDescription("Another endpoint than the region's, such as http://127.0.0.1:4567.");

    public static final ConfigOption<CredentialProvider> AWS_CREDENTIALS_PROVIDER_OPTION = ConfigOptions.key(
                    "aws.credentials.provider")
            .enumType(CredentialProvider.class)
            .defaultValue(CredentialProvider.AUTO)
            .withDescription("Where credentials come from: AUTO is the SDK's default chain.");

    public static final ConfigOption<String> AWS_ACCESS_KEY_ID_OPTION = ConfigOptions.key(
                    "aws.credentials.provider.basic.accesskeyid")
            .stringType()
            .noDefaultValue()
            .withDescription("The access key id with BASIC.");

    public static final ConfigOption<String> AWS_SECRET_ACCESS_KEY_OPTION = ConfigOptions.key(
                    "aws.credentials.provider.basic.secretkey")
            .stringType()
            .noDefaultValue()
            .withDescription("The secret key with BASIC.");

    public static final ConfigOption<Duration> RETRY_STRATEGY_MIN_DELAY_OPTION = ConfigOptions.key(
                    "retry-strategy.delay.min")
            .durationType()
            .defaultValue(Duration.ofMillis(300))
            .withDescription("The longest wait after a first failure; it doubles with each further one, and the wait"
                    + " is drawn between half of it and all.");

    public static final ConfigOption<Duration> RETRY_STRATEGY_MAX_DELAY_OPTION = ConfigOptions.key(
                    "retry-strategy.delay.max")
            .durationType()
            .defaultValue(Duration.ofSeconds(1))
            .withDescription("The longest wait after any failure.");

    public static final ConfigOption<Integer> RETRY_STRATEGY_MAX_ATTEMPTS_OPTION = ConfigOptions.key(
                    "retry-strategy.attempts.max")
            .intType()
            .defaultValue(50)
            .withDescription("Attempts to list the shards for the first time before the job fails. A job that knows"
                    + " its shards tries for ever: each shard waits by itself and loses no position.");

    private AWSConfigOptions() {}
}
