package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class AwsClientsTest {

    private record Put(Headers headers, String body) {}

    @Test
    void aChunkGoesInOneRequestAsItIsWithItsChecksumInTheHead() throws Exception {
        // Given
        CompletableFuture<Put> put = new CompletableFuture<>();
        HttpServer s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext("/", exchange -> {
            put.complete(new Put(
                    exchange.getRequestHeaders(),
                    HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes())));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        s3.start();
        URI endpoint = URI.create("http://127.0.0.1:" + s3.getAddress().getPort());
        AwsClients clients = AwsClients.of(Ingest.CONFIGURATION.withEndpoints(
                new IngestConfiguration.Endpoints(endpoint, endpoint, endpoint, endpoint),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))));

        // When
        new S3ChunkStore(clients.s3(), "bucket").put("key", Ingest.WEBM_START);

        // Then
        Put seen = put.get(10, TimeUnit.SECONDS);
        assertThat(seen.body).isEqualTo(HexFormat.of().formatHex(Ingest.WEBM_START));
        assertThat(seen.headers).containsKey("x-amz-checksum-crc32").doesNotContainKeys("Expect", "x-amz-trailer");
        s3.stop(0);
    }
}
