package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.protocol.Languages;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestConfigurationTest {

    private static final Map<String, String> GOOD = Map.of(
            "AWS_REGION", "eu-central-1",
            "DRAGOMAN_BUCKET", "talks",
            "DRAGOMAN_STREAM", "events",
            "DRAGOMAN_SESSIONS_TABLE", "sessions",
            "DRAGOMAN_CONNECTIONS_TABLE", "connections");

    @Test
    void isReadFromTheEnvironment() {
        // When
        IngestConfiguration configuration = IngestConfiguration.fromEnvironment(GOOD);

        // Then
        assertThat(configuration)
                .isEqualTo(IngestConfiguration.of("eu-central-1", "talks", "events", "sessions", "connections"));
        assertThat(configuration.sourceLanguages()).isEqualTo(Languages.SOURCES);
        assertThat(configuration.s3Endpoint()).isNull();
    }

    @Test
    void takesLanguagesAndEndpointsWhereTheyAreGiven() {
        // Given
        Map<String, String> environment = new HashMap<>(GOOD);
        environment.put("DRAGOMAN_SOURCE_LANGUAGES", "en");
        environment.put("DRAGOMAN_TARGET_LANGUAGES", "es, ca,gl");
        environment.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000");

        // When
        IngestConfiguration configuration = IngestConfiguration.fromEnvironment(environment);

        // Then
        assertThat(configuration.sourceLanguages()).containsExactly("en");
        assertThat(configuration.targetLanguages()).isEqualTo(List.of("es", "ca", "gl"));
        assertThat(configuration.s3Endpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
        assertThat(configuration.kinesisEndpoint()).isNull();
    }

    @Test
    void saysAllMistakesAtOnce() {
        // Given
        Map<String, String> environment = new HashMap<>(GOOD);
        environment.remove("DRAGOMAN_BUCKET");
        environment.put("AWS_REGION", "Frankfurt");
        environment.put("DRAGOMAN_TARGET_LANGUAGES", "es,tlh");
        environment.put("AWS_ENDPOINT_URL_KINESIS", "127.0.0.1:4567");
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", "not an address");

        // When, then
        assertThatThrownBy(() -> IngestConfiguration.fromEnvironment(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DRAGOMAN_BUCKET was missing, accepted is the name of an S3 bucket")
                .hasMessageContaining("AWS_REGION was 'Frankfurt', accepted is a region such as eu-central-1")
                .hasMessageContaining("DRAGOMAN_TARGET_LANGUAGES was 'es,tlh', accepted are one or more of en,es")
                .hasMessageContaining("AWS_ENDPOINT_URL_KINESIS was")
                .hasMessageContaining("AWS_ENDPOINT_URL_DYNAMODB was");
    }
}
