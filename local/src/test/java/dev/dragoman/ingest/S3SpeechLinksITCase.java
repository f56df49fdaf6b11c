package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.local.s3.LocalS3;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A presigned address opens one object and no other. */
class S3SpeechLinksITCase {

    private static final String KEY = "sessions/golden-eagle-427/translated/es/1230.mp3";

    @Test
    void opensOneObjectAndNoOther() throws Exception {
        // Given
        try (LocalS3 server = LocalS3.start(
                LocalS3.Settings.inMemory(LocalServices.KEY, LocalServices.SECRET, LocalServices.BUCKET))) {
            AwsClients clients = LocalServices.at(server.endpoint());
            ChunkStore store = new S3ChunkStore(clients.s3(), LocalServices.BUCKET);
            store.put(KEY, "speech".getBytes(StandardCharsets.UTF_8));
            store.put(KEY.replace("1230", "1231"), "other".getBytes(StandardCharsets.UTF_8));

            // When
            String url = new S3SpeechLinks(clients.presigner(), LocalServices.BUCKET).of(KEY);

            // Then
            assertThat(url).contains("X-Amz-Expires=600");
            assertThat(get(url).body()).isEqualTo("speech");
            assertThat(get(url.replace("1230", "1231")).statusCode()).isEqualTo(403);
        }
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(URI.create(url)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
