package dev.dragoman.ingest;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Ingest's own clients, as it builds them, pointed at one local endpoint. */
final class LocalServices {

    static final String KEY = "local";
    static final String SECRET = "local-secret";
    static final String BUCKET = "talks";
    static final String STREAM = "events";

    private LocalServices() {}

    static AwsClients at(URI endpoint) {
        return AwsClients.of(configurationAt(endpoint, endpoint, endpoint));
    }

    static IngestConfiguration configurationAt(URI s3, URI kinesis, URI dynamoDb) {
        return IngestConfiguration.of(
                        "us-east-1",
                        BUCKET,
                        STREAM,
                        new IngestConfiguration.TableNames("sessions", "connections", "limits", "interpretations"),
                        "a secret of the tests")
                .withEndpoints(
                        new IngestConfiguration.Endpoints(s3, null, kinesis, dynamoDb),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)));
    }
}
