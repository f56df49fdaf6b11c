package dev.dragoman.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.FaultRules;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What speakers, the job and listeners need of S3, through the SDK and plain HTTP. */
class LocalS3Test {

    private static final String KEY = "sessions/golden-eagle-427/translated/es/0.mp3";
    private static final byte[] SPEECH = "0123456789".getBytes(StandardCharsets.UTF_8);
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local-key", "local-secret"));

    private static final FaultRules FAULTS = new FaultRules();
    private static LocalS3 s3;
    private static S3AsyncClient client;
    private static S3Presigner presigner;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        s3 = LocalS3.start(
                LocalS3.Settings.inMemory("local-key", "local-secret", "talks").withFaults(FAULTS));
        client = S3AsyncClient.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .forcePathStyle(true)
                .build();
        presigner = S3Presigner.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
        put();
    }

    @AfterAll
    static void stop() {
        presigner.close();
        client.close();
        s3.close();
    }

    @AfterEach
    void noFaults() {
        FAULTS.clear();
    }

    @Test
    void anObjectThatWasPutIsReadBack() {
        // Given an object that was put
        // When it is read
        byte[] read = client.getObject(r -> r.bucket("talks").key(KEY), AsyncResponseTransformer.toBytes())
                .join()
                .asByteArray();

        // Then
        assertThat(read).isEqualTo(SPEECH);
    }

    @Test
    void aPageReadsAPresignedUrlWholeAndInRanges() throws Exception {
        // Given
        URI url = presigned();

        // When a page of another origin asks for it
        HttpResponse<String> whole = get(url, "Origin", "http://127.0.0.1:8080");
        HttpResponse<String> range = get(url, "Range", "bytes=2-4");

        // Then
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo("0123456789");
        assertThat(whole.headers().firstValue("Access-Control-Allow-Origin")).isPresent();
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.body()).isEqualTo("234");
    }

    @Test
    void aPagesPreflightIsAnswered() throws Exception {
        // Given
        HttpRequest preflight = HttpRequest.newBuilder(presigned())
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "http://127.0.0.1:8080")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "range")
                .build();

        // When
        HttpResponse<String> answer = HTTP.send(preflight, HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValueSatisfying(methods -> assertThat(methods).contains("GET"));
    }

    @Test
    void anonymousTamperedAndExpiredAreRefused() throws Exception {
        // Given
        URI anonymous = s3.endpoint().resolve("/talks/" + KEY);
        URI tampered = URI.create(presigned().toString().replace("/0.mp3", "/1.mp3"));
        Clock yesterday = Clock.fixed(Instant.now().minus(Duration.ofDays(1)), ZoneOffset.UTC);
        URI expired = PresignedAt.url(CREDENTIALS, s3.endpoint(), "talks", KEY, yesterday, Duration.ofMinutes(5));

        // When asked for, then refused
        assertThat(get(anonymous, "Accept", "*/*").statusCode()).isEqualTo(403);
        assertThat(get(tampered, "Accept", "*/*").statusCode()).isEqualTo(403);
        assertThat(get(expired, "Accept", "*/*").statusCode()).isEqualTo(403);
    }

    @Test
    void aWrongSecretIsRefused() {
        // Given
        try (S3AsyncClient stranger = S3AsyncClient.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("local-key", "another")))
                .forcePathStyle(true)
                .build()) {
            // When it lists, then it is refused
            assertThatThrownBy(
                            () -> stranger.listObjectsV2(r -> r.bucket("talks")).join())
                    .hasCauseInstanceOf(S3Exception.class)
                    .hasMessageContaining("403");
        }
    }

    @Test
    void aMissingObjectIsNoSuchKey() {
        assertThatThrownBy(() -> client.getObject(
                                r -> r.bucket("talks").key("sessions/none"), AsyncResponseTransformer.toBytes())
                        .join())
                .hasMessageContaining("NoSuchKey");
    }

    @Test
    void aPutThatFailsOnPurposeIsRetriedByTheSdk() {
        // Given the next put is refused
        FAULTS.next(1, (operation, key) -> operation.equals("PutObject"), new Fault.Throttle());

        // When
        put();

        // Then the SDK's second try went through
        assertThat(client.headObject(r -> r.bucket("talks").key(KEY)).join().contentLength())
                .isEqualTo(10);
    }

    @Test
    void anUploadInPartsIsResumedListedAndCompletedOrAborted() {
        // Given what a recoverable writer does: parts of 5 MiB and a shorter last one
        String key = "dead-letters/part-0";
        String upload = client.createMultipartUpload(r -> r.bucket("talks").key(key))
                .join()
                .uploadId();
        byte[] part = new byte[5 << 20];
        String first = part(key, upload, 1, part);
        String last = part(key, upload, 2, SPEECH);

        // When it is taken up again and completed
        assertThat(client.listParts(r -> r.bucket("talks").key(key).uploadId(upload))
                        .join()
                        .parts())
                .hasSize(2);
        client.completeMultipartUpload(r -> r.bucket("talks")
                        .key(key)
                        .uploadId(upload)
                        .multipartUpload(m -> m.parts(
                                CompletedPart.builder()
                                        .partNumber(1)
                                        .eTag(first)
                                        .build(),
                                CompletedPart.builder().partNumber(2).eTag(last).build())))
                .join();

        // Then the object is whole, and an aborted upload leaves none
        assertThat(client.headObject(r -> r.bucket("talks").key(key)).join().contentLength())
                .isEqualTo(part.length + SPEECH.length);
        String dropped = client.createMultipartUpload(r -> r.bucket("talks").key("dead-letters/part-1"))
                .join()
                .uploadId();
        client.abortMultipartUpload(
                        r -> r.bucket("talks").key("dead-letters/part-1").uploadId(dropped))
                .join();
        assertThat(client.listMultipartUploads(r -> r.bucket("talks")).join().uploads())
                .isEmpty();
    }

    private static String part(String key, String upload, int number, byte[] bytes) {
        return client.uploadPart(
                        r -> r.bucket("talks").key(key).uploadId(upload).partNumber(number),
                        AsyncRequestBody.fromBytes(bytes))
                .join()
                .eTag();
    }

    @Test
    void objectsInADirectoryOutliveTheEndpoint(@org.junit.jupiter.api.io.TempDir java.nio.file.Path place) {
        // Given an object in a directory
        LocalS3.Settings settings =
                LocalS3.Settings.inMemory("local-key", "local-secret", "talks").inDirectory(place);
        try (LocalS3 first = LocalS3.start(settings);
                S3AsyncClient writer = clientOf(first)) {
            writer.putObject(r -> r.bucket("talks").key(KEY), AsyncRequestBody.fromBytes(SPEECH))
                    .join();
        }

        // When it starts again
        try (LocalS3 second = LocalS3.start(settings);
                S3AsyncClient reader = clientOf(second)) {
            // Then
            assertThat(reader.headObject(r -> r.bucket("talks").key(KEY)).join().contentLength())
                    .isEqualTo(10);
        }
    }

    private static S3AsyncClient clientOf(LocalS3 of) {
        return S3AsyncClient.builder()
                .endpointOverride(of.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .forcePathStyle(true)
                .build();
    }

    private static void put() {
        client.putObject(r -> r.bucket("talks").key(KEY).contentType("audio/mpeg"), AsyncRequestBody.fromBytes(SPEECH))
                .join();
    }

    private static URI presigned() throws Exception {
        return presigner
                .presignGetObject(r -> r.signatureDuration(Duration.ofMinutes(5))
                        .getObjectRequest(get -> get.bucket("talks").key(KEY)))
                .url()
                .toURI();
    }

    private static HttpResponse<String> get(URI url, String header, String value) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(url).header(header, value).build(), HttpResponse.BodyHandlers.ofString());
    }
}
