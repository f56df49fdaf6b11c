package dev.dragoman.ingest;

import dev.dragoman.protocol.Languages;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * What the ingest side needs to know. Checked as a whole: every mistake is reported at once.
 *
 * @param region the AWS region, for example {@code eu-central-1}
 * @param bucket the S3 bucket for chunks
 * @param stream the Kinesis stream for events
 * @param sessionsTable the DynamoDB table of sessions
 * @param connectionsTable the DynamoDB table of connections
 * @param sourceLanguages codes of the languages that can be spoken
 * @param targetLanguages codes of the languages that can be heard
 * @param s3Endpoint where S3 is, if not at AWS
 * @param kinesisEndpoint where Kinesis is, if not at AWS
 * @param dynamoDbEndpoint where DynamoDB is, if not at AWS
 * @param credentials who asks; null for the SDK's usual sources
 */
public record IngestConfiguration(
        String region,
        String bucket,
        String stream,
        String sessionsTable,
        String connectionsTable,
        List<String> sourceLanguages,
        List<String> targetLanguages,
        @Nullable URI s3Endpoint,
        @Nullable URI kinesisEndpoint,
        @Nullable URI dynamoDbEndpoint,
        @Nullable AwsCredentialsProvider credentials) {

    /** The environment variables; the endpoints' names are the SDK's own. */
    static final String REGION = "AWS_REGION";

    static final String BUCKET = "DRAGOMAN_BUCKET";
    static final String STREAM = "DRAGOMAN_STREAM";
    static final String SESSIONS_TABLE = "DRAGOMAN_SESSIONS_TABLE";
    static final String CONNECTIONS_TABLE = "DRAGOMAN_CONNECTIONS_TABLE";
    static final String SOURCE_LANGUAGES = "DRAGOMAN_SOURCE_LANGUAGES";
    static final String TARGET_LANGUAGES = "DRAGOMAN_TARGET_LANGUAGES";
    static final String S3_ENDPOINT = "AWS_ENDPOINT_URL_S3";
    static final String KINESIS_ENDPOINT = "AWS_ENDPOINT_URL_KINESIS";
    static final String DYNAMODB_ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB";

    /**
     * Checks everything.
     *
     * @throws IllegalArgumentException naming every mistake, with the variable and what it accepts
     */
    public IngestConfiguration {
        sourceLanguages = List.copyOf(sourceLanguages);
        targetLanguages = List.copyOf(targetLanguages);
        List<String> mistakes = new ArrayList<>();
        checkName(mistakes, REGION, region, "[a-z]{2}(-[a-z]+)+-[0-9]", "a region such as eu-central-1");
        checkName(mistakes, BUCKET, bucket, "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of an S3 bucket");
        checkName(mistakes, STREAM, stream, "[a-zA-Z0-9_.-]{1,128}", "the name of a Kinesis stream");
        checkName(mistakes, SESSIONS_TABLE, sessionsTable, "[a-zA-Z0-9_.-]{3,255}", "the name of a DynamoDB table");
        checkName(
                mistakes, CONNECTIONS_TABLE, connectionsTable, "[a-zA-Z0-9_.-]{3,255}", "the name of a DynamoDB table");
        checkLanguages(mistakes, SOURCE_LANGUAGES, sourceLanguages);
        checkLanguages(mistakes, TARGET_LANGUAGES, targetLanguages);
        checkEndpoint(mistakes, S3_ENDPOINT, s3Endpoint);
        checkEndpoint(mistakes, KINESIS_ENDPOINT, kinesisEndpoint);
        checkEndpoint(mistakes, DYNAMODB_ENDPOINT, dynamoDbEndpoint);
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("The configuration of ingest is wrong: " + String.join("; ", mistakes));
        }
    }

    /**
     * At AWS, with every language that AWS offers.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public static IngestConfiguration of(
            String region, String bucket, String stream, String sessionsTable, String connectionsTable) {
        return new IngestConfiguration(
                region,
                bucket,
                stream,
                sessionsTable,
                connectionsTable,
                Languages.SOURCES,
                Languages.TARGETS,
                null,
                null,
                null,
                null);
    }

    /**
     * Reads a Lambda function's environment. Lists are separated by commas; languages and endpoints
     * may be absent.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public static IngestConfiguration fromEnvironment(Map<String, String> environment) {
        return new IngestConfiguration(
                environment.getOrDefault(REGION, ""),
                environment.getOrDefault(BUCKET, ""),
                environment.getOrDefault(STREAM, ""),
                environment.getOrDefault(SESSIONS_TABLE, ""),
                environment.getOrDefault(CONNECTIONS_TABLE, ""),
                list(environment.get(SOURCE_LANGUAGES), Languages.SOURCES),
                list(environment.get(TARGET_LANGUAGES), Languages.TARGETS),
                endpoint(environment.get(S3_ENDPOINT)),
                endpoint(environment.get(KINESIS_ENDPOINT)),
                endpoint(environment.get(DYNAMODB_ENDPOINT)),
                null);
    }

    /** The same with services at other places. */
    public IngestConfiguration withEndpoints(URI s3, URI kinesis, URI dynamoDb, AwsCredentialsProvider asker) {
        return new IngestConfiguration(
                region,
                bucket,
                stream,
                sessionsTable,
                connectionsTable,
                sourceLanguages,
                targetLanguages,
                s3,
                kinesis,
                dynamoDb,
                asker);
    }

    /** The same with other languages. */
    public IngestConfiguration withLanguages(List<String> sources, List<String> targets) {
        return new IngestConfiguration(
                region,
                bucket,
                stream,
                sessionsTable,
                connectionsTable,
                sources,
                targets,
                s3Endpoint,
                kinesisEndpoint,
                dynamoDbEndpoint,
                credentials);
    }

    private static void checkName(List<String> mistakes, String key, String value, String shape, String accepted) {
        if (!value.matches(shape)) {
            mistakes.add(key + " was " + shown(value) + ", accepted is " + accepted);
        }
    }

    private static void checkLanguages(List<String> mistakes, String key, List<String> codes) {
        List<String> unknown =
                codes.stream().filter(code -> Languages.ownName(code).isEmpty()).toList();
        if (codes.isEmpty() || !unknown.isEmpty()) {
            mistakes.add(key + " was " + shown(String.join(",", codes)) + ", accepted are one or more of "
                    + String.join(",", Languages.all().keySet()));
        }
    }

    private static void checkEndpoint(List<String> mistakes, String key, @Nullable URI endpoint) {
        if (endpoint != null
                && (endpoint.getHost() == null
                        || !("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme())))) {
            mistakes.add(key + " was '" + endpoint + "', accepted is an http or https URL with a host");
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "missing" : "'" + value + "'";
    }

    private static List<String> list(@Nullable String value, List<String> otherwise) {
        return value == null || value.isBlank()
                ? otherwise
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    private static @Nullable URI endpoint(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return URI.create(value);
        } catch (IllegalArgumentException e) {
            // Reported with everything else that is wrong: a path alone is never accepted.
            return URI.create("invalid");
        }
    }
}
