package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.local.s3.LocalS3;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

class S3ChunkStoreITCase extends ChunkStoreContract {

    private static LocalS3 server;
    private static S3Client s3;

    @BeforeAll
    static void start() {
        server =
                LocalS3.start(LocalS3.Settings.inMemory(LocalServices.KEY, LocalServices.SECRET, LocalServices.BUCKET));
        s3 = LocalServices.at(server.endpoint()).s3();
    }

    @AfterAll
    static void stop() {
        s3.close();
        server.close();
    }

    @Override
    ChunkStore store() {
        return new S3ChunkStore(s3, LocalServices.BUCKET);
    }

    @Override
    byte[] read(ChunkStore.Location location) {
        return s3.getObjectAsBytes(request -> request.bucket(location.bucket()).key(location.key()))
                .asByteArray();
    }

    @Test
    void aBucketThatIsNotThereIsUnavailable() {
        // Given
        ChunkStore nowhere = new S3ChunkStore(s3, "no-such-bucket");

        // When, then
        assertThatThrownBy(() -> nowhere.put("a", new byte[1])).isInstanceOf(UnavailableException.class);
    }
}
