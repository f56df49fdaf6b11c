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
 * @param bucket the S3 bucket for chunks and speech
 * @param stream the Kinesis stream for events
 * @param tables the DynamoDB tables
 * @param sourceLanguages codes of the languages that can be spoken
 * @param targetLanguages codes of the languages that can be heard
 * @param secret what addresses and users are hashed with before they are counted, so that the table
 *     of limits names nobody; 16 characters or more, the same for all instances
 * @param limits how much is too much
 * @param endpoints where the services are
 * @param credentials who asks; null for the SDK's usual sources
 */
public record IngestConfiguration(
        String region,
        String bucket,
        String stream,
        TableNames tables,
        List<String> sourceLanguages,
        List<String> targetLanguages,
        String secret,
        Limits limits,
        Endpoints endpoints,
        @Nullable AwsCredentialsProvider credentials) {

    /**
     * The names of the DynamoDB tables.
     *
     * @param sessions of sessions
     * @param connections of connections
     * @param limits of what is counted
     * @param interpretations of what listeners may have missed
     */
    public record TableNames(String sessions, String connections, String limits, String interpretations) {}

    /**
     * Where services are, if not at AWS.
     *
     * @param s3 S3 for ingest
     * @param publicS3 S3 for listeners, if it has another address for them
     * @param kinesis Kinesis
     * @param dynamoDb DynamoDB
     */
    public record Endpoints(
            @Nullable URI s3,
            @Nullable URI publicS3,
            @Nullable URI kinesis,
            @Nullable URI dynamoDb) {

        /** At AWS. */
        public static Endpoints ofAws() {
            return new Endpoints(null, null, null, null);
        }
    }

    /** The environment variables; the endpoints' names are the SDK's own. */
    static final String REGION = "AWS_REGION";

    static final String BUCKET = "DRAGOMAN_BUCKET";
    static final String STREAM = "DRAGOMAN_STREAM";
    static final String SESSIONS_TABLE = "DRAGOMAN_SESSIONS_TABLE";
    static final String CONNECTIONS_TABLE = "DRAGOMAN_CONNECTIONS_TABLE";
    static final String LIMITS_TABLE = "DRAGOMAN_LIMITS_TABLE";
    static final String INTERPRETATIONS_TABLE = "DRAGOMAN_INTERPRETATIONS_TABLE";
    static final String SOURCE_LANGUAGES = "DRAGOMAN_SOURCE_LANGUAGES";
    static final String TARGET_LANGUAGES = "DRAGOMAN_TARGET_LANGUAGES";
    static final String SECRET = "DRAGOMAN_SECRET";
    static final String S3_ENDPOINT = "AWS_ENDPOINT_URL_S3";
    static final String PUBLIC_S3_ENDPOINT = "DRAGOMAN_PUBLIC_S3_ENDPOINT";
    static final String KINESIS_ENDPOINT = "AWS_ENDPOINT_URL_KINESIS";
    static final String DYNAMODB_ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB";

    private static final int LEAST_SECRET = 16;

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
        checkTable(mistakes, SESSIONS_TABLE, tables.sessions());
        checkTable(mistakes, CONNECTIONS_TABLE, tables.connections());
        checkTable(mistakes, LIMITS_TABLE, tables.limits());
        checkTable(mistakes, INTERPRETATIONS_TABLE, tables.interpretations());
        checkLanguages(mistakes, SOURCE_LANGUAGES, sourceLanguages);
        checkLanguages(mistakes, TARGET_LANGUAGES, targetLanguages);
        if (secret.length() < LEAST_SECRET) {
            mistakes.add(SECRET + " was " + (secret.isEmpty() ? "missing" : "too short") + ", accepted are "
                    + LEAST_SECRET + " characters or more");
        }
        checkEndpoint(mistakes, S3_ENDPOINT, endpoints.s3());
        checkEndpoint(mistakes, PUBLIC_S3_ENDPOINT, endpoints.publicS3());
        checkEndpoint(mistakes, KINESIS_ENDPOINT, endpoints.kinesis());
        checkEndpoint(mistakes, DYNAMODB_ENDPOINT, endpoints.dynamoDb());
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("The configuration of ingest is wrong: " + String.join("; ", mistakes));
        }
    }

    /**
     * At AWS, with every language that AWS offers and the usual limits.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public static IngestConfiguration of(
            String region, String bucket, String stream, TableNames tables, String secret) {
        return new IngestConfiguration(
                region,
                bucket,
                stream,
                tables,
                Languages.SOURCES,
                Languages.TARGETS,
                secret,
                Limits.defaults(),
                Endpoints.ofAws(),
                null);
    }

    /**
     * Reads a Lambda function's environment. Lists are separated by commas; languages, limits and
     * endpoints may be absent.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public static IngestConfiguration fromEnvironment(Map<String, String> environment) {
        return new IngestConfiguration(
                environment.getOrDefault(REGION, ""),
                environment.getOrDefault(BUCKET, ""),
                environment.getOrDefault(STREAM, ""),
                new TableNames(
                        environment.getOrDefault(SESSIONS_TABLE, ""),
                        environment.getOrDefault(CONNECTIONS_TABLE, ""),
                        environment.getOrDefault(LIMITS_TABLE, ""),
                        environment.getOrDefault(INTERPRETATIONS_TABLE, "")),
                list(environment.get(SOURCE_LANGUAGES), Languages.SOURCES),
                list(environment.get(TARGET_LANGUAGES), Languages.TARGETS),
                environment.getOrDefault(SECRET, ""),
                Limits.fromEnvironment(environment),
                new Endpoints(
                        endpoint(environment.get(S3_ENDPOINT)),
                        endpoint(environment.get(PUBLIC_S3_ENDPOINT)),
                        endpoint(environment.get(KINESIS_ENDPOINT)),
                        endpoint(environment.get(DYNAMODB_ENDPOINT))),
                null);
    }

    /** The same with services at other places. */
    public IngestConfiguration withEndpoints(Endpoints others, AwsCredentialsProvider asker) {
        return new IngestConfiguration(
                region, bucket, stream, tables, sourceLanguages, targetLanguages, secret, limits, others, asker);
    }

    /** The same with other languages. */
    public IngestConfiguration withLanguages(List<String> sources, List<String> targets) {
        return new IngestConfiguration(
                region, bucket, stream, tables, sources, targets, secret, limits, endpoints, credentials);
    }

    /** The same with other limits. */
    public IngestConfiguration withLimits(Limits others) {
        return new IngestConfiguration(
                region,
                bucket,
                stream,
                tables,
                sourceLanguages,
                targetLanguages,
                secret,
                others,
                endpoints,
                credentials);
    }

    private static void checkTable(List<String> mistakes, String key, String value) {
        checkName(mistakes, key, value, "[a-zA-Z0-9_.-]{3,255}", "the name of a DynamoDB table");
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
