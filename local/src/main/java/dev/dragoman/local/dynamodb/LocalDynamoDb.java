package dev.dragoman.local.dynamodb;

import dev.dragoman.local.http.LoopbackJetty;
import java.net.URI;
import org.eclipse.jetty.server.handler.ContextHandler;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * A DynamoDB endpoint on the loopback interface with the system's tables, in memory: everything is gone when
 * it closes. One database for all regions and access keys, so every client sees the same tables.
 *
 * <p>Uses DynamoDB Local's handlers on a Jetty of its own: its server would listen on all interfaces and
 * report to its maker. Safe for use by many threads.
 */
public final class LocalDynamoDb implements AutoCloseable {

    private final LoopbackJetty server;
    private final LocalDynamoDBRequestHandler database;

    private LocalDynamoDb(LoopbackJetty server, LocalDynamoDBRequestHandler database) {
        this.server = server;
        this.database = database;
    }

    /** Starts on a free port, with the tables under the names of {@link Tables#DEFAULT}. */
    public static LocalDynamoDb start() {
        return start(0, Tables.DEFAULT);
    }

    /**
     * Starts the endpoint and makes its tables.
     *
     * @param port 0 for any free one
     * @throws IllegalStateException if the port can't be had or the native SQLite is missing
     */
    public static LocalDynamoDb start(int port, Tables tables) {
        NativeSqlite.prepare();
        LocalDynamoDBRequestHandler database = database();
        LoopbackJetty server = LoopbackJetty.named("dynamodb", port);
        server.start(new ContextHandler(new LocalDynamoDBServerHandler(database, "*"), "/"));
        LocalDynamoDb started = new LocalDynamoDb(server, database);
        try (DynamoDbClient client = clientOf(server.endpoint())) {
            tables.create(client);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    private static LocalDynamoDBRequestHandler database() {
        try {
            return new LocalDynamoDBRequestHandler(0, true, null, true, false);
        } catch (DynamoDBLocalServiceException e) {
            throw new IllegalStateException("DynamoDB Local could not be set up", e);
        }
    }

    private static DynamoDbClient clientOf(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** Where it listens. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** Stops listening and forgets everything. */
    @Override
    public void close() {
        try {
            server.close();
        } finally {
            database.shutdown();
        }
    }
}
