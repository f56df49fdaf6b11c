package dev.dragoman.ingest;

import dev.dragoman.ingest.IngestConfiguration.TableNames;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;

/** The services that a configuration names. */
final class AwsServices {

    private AwsServices() {}

    /**
     * @param metrics where lines with metrics go
     */
    static Services of(IngestConfiguration configuration, Consumer<String> metrics) {
        AwsClients clients = AwsClients.of(configuration);
        TableNames tables = configuration.tables();
        return new Services(
                new S3ChunkStore(clients.s3(), configuration.bucket()),
                new KinesisEventStream(clients.kinesis(), configuration.stream()),
                new DynamoDbSessions(clients.dynamoDb(), tables.sessions(), tables.connections()),
                new DynamoDbConnections(clients.dynamoDb(), tables.connections()),
                new DynamoDbLimitTable(clients.limits(), tables.limits()),
                new DynamoDbInterpretations(clients.dynamoDb(), tables.interpretations()),
                new S3SpeechLinks(clients.presigner(), configuration.bucket()),
                new IngestMetrics(metrics, Clock.systemUTC()),
                new SecureRandom(),
                Clock.systemUTC());
    }
}
