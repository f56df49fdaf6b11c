package dev.dragoman.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.SessionItem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

class LocalDynamoDbTest {

    private static LocalDynamoDb dynamoDb;
    private static DynamoDbAsyncClient client;

    @BeforeAll
    static void start() {
        dynamoDb = LocalDynamoDb.start();
        client = client("eu-central-1", "somebody");
    }

    @AfterAll
    static void stop() {
        client.close();
        dynamoDb.close();
    }

    @Test
    void listenersOfALanguageAreFoundThroughTheIndex() {
        // Given
        connection("one", "golden-eagle-427", "es");
        connection("two", "golden-eagle-427", "ca");
        connection("three", "golden-eagle-427", "es");
        connection("four", "silver-fox-100", "es");

        // When
        var found = client.query(q -> q.tableName("connections")
                        .indexName(ConnectionItem.SESSION_LANGUAGE_INDEX)
                        .keyConditionExpression("#s = :s and #l = :l")
                        .expressionAttributeNames(
                                Map.of("#s", ConnectionItem.SESSION_ID, "#l", ConnectionItem.LANGUAGE))
                        .expressionAttributeValues(Map.of(":s", s("golden-eagle-427"), ":l", s("es"))))
                .join()
                .items();

        // Then
        assertThat(found)
                .extracting(item -> item.get(ConnectionItem.CONNECTION_ID).s())
                .containsExactlyInAnyOrder("one", "three");
        assertThat(found).allSatisfy(item -> assertThat(item).containsKey(ConnectionItem.EXPIRES_AT_SECONDS));
    }

    @Test
    void aSessionIdIsTakenOnce() {
        // Given a session
        session("loud-otter-111");

        // When another takes its id, then it is refused
        assertThatThrownBy(() -> session("loud-otter-111")).hasCauseInstanceOf(ConditionalCheckFailedException.class);
    }

    @Test
    void bothTablesExpireTheirItems() {
        for (String table : new String[] {"sessions", "connections"}) {
            var ttl = client.describeTimeToLive(r -> r.tableName(table)).join().timeToLiveDescription();
            assertThat(ttl.attributeName()).isEqualTo("expiresAtSeconds");
            assertThat(ttl.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        }
    }

    @Test
    void everyRegionAndKeySeesTheSameTables() {
        try (DynamoDbAsyncClient other = client("us-west-2", "somebodyelse")) {
            assertThat(other.listTables().join().tableNames())
                    .containsExactlyInAnyOrder("sessions", "connections", "limits", "interpretations");
        }
    }

    @Test
    void itListensOnTheLoopbackInterfaceOnly() throws Exception {
        // Linux routes all of 127.0.0.0/8 here: whoever binds all interfaces answers there too.
        InetAddress outside = InetAddress.getByName("127.0.0.2");
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(
                            new InetSocketAddress(outside, dynamoDb.endpoint().getPort()), 500))
                    .isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void theNativeLibraryIsFoundBesideTheJarAndInAMavenRepository(@TempDir Path place) throws Exception {
        // Given a folder of jars, and a Maven repository
        Path flat = Files.createDirectories(place.resolve("lib"));
        Files.createFile(flat.resolve("libsqlite4java-linux-amd64-1.0.392.so"));
        Path jars = Files.createDirectories(place.resolve("m2/sqlite4java/1.0.392"));
        Path libraries = Files.createDirectories(place.resolve("m2/libsqlite4java-linux-amd64/1.0.392"));
        Files.createFile(libraries.resolve("libsqlite4java-linux-amd64-1.0.392.so"));

        // When looked for, then found
        assertThat(NativeSqlite.directory(flat.resolve("sqlite4java-1.0.392.jar"), "libsqlite4java-linux-amd64"))
                .isEqualTo(flat);
        assertThat(NativeSqlite.directory(jars.resolve("sqlite4java-1.0.392.jar"), "libsqlite4java-linux-amd64"))
                .isEqualTo(libraries);
        assertThatThrownBy(() ->
                        NativeSqlite.directory(flat.resolve("sqlite4java-1.0.392.jar"), "libsqlite4java-linux-riscv64"))
                .hasMessageContaining("libsqlite4java-linux-riscv64")
                .hasMessageContaining("sqlite4java.library.path");
    }

    private static void connection(String id, String session, String language) {
        client.putItem(r -> r.tableName("connections")
                        .item(Map.of(
                                ConnectionItem.CONNECTION_ID, s(id),
                                ConnectionItem.SESSION_ID, s(session),
                                ConnectionItem.LANGUAGE, s(language),
                                ConnectionItem.EXPIRES_AT_SECONDS, AttributeValue.fromN("4102444800"))))
                .join();
    }

    private static void session(String id) {
        client.putItem(r -> r.tableName("sessions")
                        .item(Map.of(SessionItem.SESSION_ID, s(id)))
                        .conditionExpression("attribute_not_exists(" + SessionItem.SESSION_ID + ")"))
                .join();
    }

    private static AttributeValue s(String value) {
        return AttributeValue.fromS(value);
    }

    private static DynamoDbAsyncClient client(String region, String accessKey) {
        return DynamoDbAsyncClient.builder()
                .endpointOverride(dynamoDb.endpoint())
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")))
                .build();
    }
}
