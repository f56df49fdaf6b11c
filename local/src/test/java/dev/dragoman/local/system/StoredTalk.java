package dev.dragoman.local.system;

import static dev.dragoman.local.system.LocalSystem.BUCKET;
import static dev.dragoman.local.system.LocalSystem.REGION;
import static dev.dragoman.local.system.LocalSystem.STREAM;

import dev.dragoman.client.RecordedTalk.TimedChunk;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.local.talk.SampleTalk;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.RecordingEnded;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.SessionStarted;
import dev.dragoman.protocol.StreamEvent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The talk that stored savepoints are taken in, as what ingest would have made of it: the same session, chunks
 * and events in the same order each time, so that places in the stream are the same ones, too. A chunk is left
 * out in the middle, and comes when the talk goes on.
 */
final class StoredTalk implements AutoCloseable {

    static final String SESSION = "golden-eagle-427";

    /** The first sentence has been said, and the second not. */
    static final int AFTER_FIRST = 20;

    /** The third sentence has been said. */
    static final int AFTER_THIRD = 44;

    /** In the middle of the fourth sentence. */
    static final int MISSING = 48;

    /** What of the fourth sentence came when the savepoint is taken, and some more chunks after it. */
    static final int BEFORE_SAVEPOINT = 52;

    /** The fourth sentence has been said, and a pause after it. */
    private static final int ALL = 61;

    /** How many sentences it has. */
    static final int SENTENCES = 4;

    private static final List<TimedChunk> CHUNKS =
            SampleTalk.load("talk-cr-mic-24k-250").chunks();
    private static final Duration KEPT = Duration.ofDays(1);

    private final long beganMillis;
    private final S3Client s3;
    private final KinesisClient kinesis;
    private final DynamoDbClient dynamoDb;
    private int next;

    private StoredTalk(long beganMillis, LocalSystem.Endpoints endpoints) {
        this.beganMillis = beganMillis;
        this.s3 = at(endpoints.s3(), S3Client.builder()).forcePathStyle(true).build();
        this.kinesis = at(endpoints.kinesis(), KinesisClient.builder()).build();
        this.dynamoDb = at(endpoints.dynamoDb(), DynamoDbClient.builder()).build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B at(URI endpoint, B builder) {
        if (builder instanceof software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder<?, ?> sync) {
            sync.httpClientBuilder(UrlConnectionHttpClient.builder());
        }
        return builder.region(Region.of(REGION)).endpointOverride(endpoint);
    }

    /** The session is there, and on the stream. */
    static StoredTalk begin(LocalSystem system, long beganMillis) {
        StoredTalk talk = new StoredTalk(beganMillis, system.endpoints());
        Map<String, AttributeValue> item = Map.of(
                SessionItem.SESSION_ID, AttributeValue.fromS(SESSION),
                SessionItem.OWNER, AttributeValue.fromS("speaker"),
                SessionItem.SPEAKER_CONNECTION_ID, AttributeValue.fromS(""),
                SessionItem.SOURCE_LANGUAGE, AttributeValue.fromS("en"),
                SessionItem.PHASE, AttributeValue.fromS(SessionPhase.LIVE.name()),
                SessionItem.MOST_LISTENERS, AttributeValue.fromN("10"),
                SessionItem.TRANSCRIPT, AttributeValue.fromBool(true),
                SessionItem.CREATED_MILLIS, AttributeValue.fromN(String.valueOf(beganMillis)),
                SessionItem.EXPIRES_AT_SECONDS,
                        AttributeValue.fromN(String.valueOf(beganMillis / 1_000 + KEPT.toSeconds())));
        talk.dynamoDb.putItem(put -> put.tableName(Tables.DEFAULT.sessions()).item(item));
        talk.put(new SessionStarted(
                StreamEvent.VERSION,
                SESSION,
                beganMillis,
                "en",
                SessionSettings.defaults().withTranscript(true).withTranslatedPartials(true)));
        return talk;
    }

    /** When a chunk came, by the server's clock. */
    long chunkMillis(int chunk) {
        return beganMillis + Math.round(CHUNKS.get(chunk).wallMillis());
    }

    /** Puts the chunks that follow, up to this one, without the one that is missing. */
    void speakUntil(int end) {
        for (; next < end; next++) {
            if (next != MISSING) {
                putChunk(next);
            }
        }
    }

    /** What was missing, the rest, and the end. */
    void finish() {
        putChunk(MISSING);
        speakUntil(ALL);
        long endMillis = chunkMillis(ALL);
        put(new RecordingEnded(StreamEvent.VERSION, SESSION, endMillis, 0, ALL, false));
        put(new SessionEnded(StreamEvent.VERSION, SESSION, endMillis, 1, ALL));
    }

    private void putChunk(int chunk) {
        byte[] bytes = Objects.requireNonNull(CHUNKS.get(chunk).bytes());
        String key = S3Keys.chunk(SESSION, 0, chunk);
        s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
        put(new ChunkReference(
                StreamEvent.VERSION,
                SESSION,
                chunkMillis(chunk),
                0,
                chunk,
                BUCKET,
                key,
                bytes.length,
                chunkMillis(chunk)));
    }

    private void put(StreamEvent event) {
        kinesis.putRecord(put -> put.streamName(STREAM)
                .partitionKey(event.sessionId())
                .data(SdkBytes.fromByteArray(ProtocolJson.writeBytes(event))));
    }

    @Override
    public void close() {
        s3.close();
        kinesis.close();
        dynamoDb.close();
    }
}
