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
            "DRAGOMAN_CONNECTIONS_TABLE", "connections",
            "DRAGOMAN_LIMITS_TABLE", "limits",
            "DRAGOMAN_INTERPRETATIONS_TABLE", "interpretations",
            "DRAGOMAN_SECRET", "sixteen letters.");

    @Test
    void isReadFromTheEnvironment() {
        // When
        IngestConfiguration configuration = IngestConfiguration.fromEnvironment(GOOD);

        // Then
        assertThat(configuration)
                .isEqualTo(IngestConfiguration.of(
                        "eu-central-1",
                        "talks",
                        "events",
                        new IngestConfiguration.TableNames("sessions", "connections", "limits", "interpretations"),
                        "sixteen letters."));
        assertThat(configuration.sourceLanguages()).isEqualTo(Languages.SOURCES);
        assertThat(configuration.endpoints().s3()).isNull();
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
        assertThat(configuration.endpoints().s3()).isEqualTo(URI.create("http://127.0.0.1:9000"));
        assertThat(configuration.endpoints().kinesis()).isNull();
    }

    @Test
    void saysAllMistakesAtOnce() {
        // Given
        Map<String, String> environment = new HashMap<>(GOOD);
        environment.remove("DRAGOMAN_BUCKET");
        environment.put("DRAGOMAN_SECRET", "guess me");
        environment.put("AWS_REGION", "Frankfurt");
        environment.put("DRAGOMAN_TARGET_LANGUAGES", "es,tlh");
        environment.put("AWS_ENDPOINT_URL_KINESIS", "127.0.0.1:4567");
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", "not an address");

        // When, then
        assertThatThrownBy(() -> IngestConfiguration.fromEnvironment(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DRAGOMAN_BUCKET was missing, accepted is the name of an S3 bucket")
                .hasMessageContaining("DRAGOMAN_SECRET was too short, accepted are 16 characters or more")
                .hasMessageNotContaining("guess me")
                .hasMessageContaining("AWS_REGION was 'Frankfurt', accepted is a region such as eu-central-1")
                .hasMessageContaining("DRAGOMAN_TARGET_LANGUAGES was 'es,tlh', accepted are one or more of en,es")
                .hasMessageContaining("AWS_ENDPOINT_URL_KINESIS was")
                .hasMessageContaining("AWS_ENDPOINT_URL_DYNAMODB was");
    }

    @Test
    void takesLimitsWhereTheyAreGiven() {
        // Given
        Map<String, String> environment = new HashMap<>(GOOD);
        environment.put("DRAGOMAN_LIMIT_JOINS_PER_MINUTE", "5");

        // When
        Limits limits = IngestConfiguration.fromEnvironment(environment).limits();

        // Then
        assertThat(limits.joinsPerMinute()).isEqualTo(5);
        assertThat(limits.sessionsPerHour()).isEqualTo(20);
    }

    @Test
    void refusesLimitsThatCannotBe() {
        // When, then
        assertThatThrownBy(() -> Limits.fromEnvironment(Map.of(
                        "DRAGOMAN_LIMIT_JOINS_PER_MINUTE", "0",
                        "DRAGOMAN_LIMIT_MESSAGE_BYTES", "131073",
                        "DRAGOMAN_LIMIT_CHUNKS_PER_MINUTE", "many")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DRAGOMAN_LIMIT_JOINS_PER_MINUTE was 0, accepted is 1 to 1000000")
                .hasMessageContaining("DRAGOMAN_LIMIT_MESSAGE_BYTES was 131073, accepted is 1 to 131072")
                .hasMessageContaining("DRAGOMAN_LIMIT_CHUNKS_PER_MINUTE was no such number");
    }

    @Test
    void signInIsReadFromTheEnvironment() {
        // Given
        String issuer = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Abc123";

        // When
        SignIn signIn = SignIn.fromEnvironment(Map.of("DRAGOMAN_ISSUER", issuer, "DRAGOMAN_CLIENT_ID", "7abc"));

        // Then
        assertThat(signIn.keys()).isEqualTo(URI.create(issuer + "/.well-known/jwks.json"));
    }

    @Test
    void signInOverAnOpenWireIsRefused() {
        // When, then
        assertThatThrownBy(() -> SignIn.fromEnvironment(Map.of("DRAGOMAN_ISSUER", "http://issuer.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DRAGOMAN_ISSUER was 'http://issuer.example', accepted is an https URL")
                .hasMessageContaining("DRAGOMAN_ISSUER_KEYS was")
                .hasMessageContaining("DRAGOMAN_CLIENT_ID was missing");
    }
}
