package dev.dragoman.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import dev.dragoman.job.service.RateSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Properties are read strictly, and every mistake is told at once. */
public class JobConfigurationTest {

    @Test
    void whatMustBeSaidIsEnoughAndTheRestHasDefaults() {
        // When
        JobConfiguration configuration = JobConfiguration.from(enough());

        // Then
        assertThat(configuration.batch().duration()).isEqualTo(Duration.ofMillis(500));
        assertThat(configuration.source().endpoint().isOverridden()).isFalse();
        assertThat(configuration.deliver().publicS3()).isNull();
        assertThat(configuration.synthesize().sampleRate()).isEqualTo(24_000);
        assertThat(configuration.synthesize().settings().rate())
                .isEqualTo(new RateSettings(8, 10, Duration.ofSeconds(12)));
    }

    @Test
    void theExampleOfTheDocumentationIsAccepted() throws Exception {
        // When
        JobConfiguration configuration =
                JobConfiguration.from(KinesisAnalyticsRuntime.getApplicationProperties("../docs/properties.json"));

        // Then
        assertThat(configuration.deadLettersFolder()).isEqualTo("s3://the-bucket-of-records/dead-letters");
    }

    @Test
    void asManyMayBeUnderWayAsTheRateNeeds() {
        // Given
        Map<String, Properties> groups = enough();
        assertThat(JobConfiguration.from(groups).synthesize().settings().capacity())
                .isEqualTo(500);

        // When: 100 a second, each of which may wait for 12 s and be tried for 5 s, 2 s at a time
        set(groups, "Synthesize", "requests-per-second", "100");
        set(groups, "Synthesize", "burst", "120");

        // Then
        var settings = JobConfiguration.from(groups).synthesize().settings();
        assertThat(settings.capacity()).isEqualTo(100 * 17 + 120);
        assertThat(settings.connections()).isEqualTo(100 * 2 + 120);

        // When: somebody knows better
        set(groups, "Synthesize", "capacity", "800");

        // Then
        assertThat(JobConfiguration.from(groups).synthesize().settings().capacity())
                .isEqualTo(800);
    }

    @Test
    void listenersReachS3WhereTheJobDoesUnlessToldOtherwise() {
        // Given
        Map<String, Properties> groups = enough();
        set(groups, "Deliver", "s3.endpoint", "http://127.0.0.1:4566");

        // Then
        assertThat(JobConfiguration.from(groups).deliver().publicS3()).isEqualTo(URI.create("http://127.0.0.1:4566"));

        // When
        set(groups, "Deliver", "s3.public-endpoint", "https://audio.example.org");

        // Then
        assertThat(JobConfiguration.from(groups).deliver().publicS3())
                .isEqualTo(URI.create("https://audio.example.org"));
    }

    @Test
    void everyMistakeIsToldAtOnceWithItsKeyItsValueAndWhatIsAccepted() {
        // Given
        Map<String, Properties> groups = enough();
        groups.get("Source").remove("stream.arn");
        set(groups, "Batch", "batch.duration.millis", "90");
        set(groups, "Batch", "batch.duratoin.millis", "500");
        set(groups, "Chunks", "capacity", "many");
        set(groups, "Deliver", "gateway.endpoint", "gopher://old");
        set(groups, "Synthesize", "sample-rate.hertz", "44100");
        set(groups, "Translate", "requests-per-second", "0");
        set(groups, "Weather", "sun", "yes");

        // Then
        assertThatThrownBy(() -> JobConfiguration.from(groups))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Source.stream.arn: is missing")
                .hasMessageContaining(
                        "Batch.batch.duration.millis: was '90', accepted is milliseconds from 250 to 5000")
                .hasMessageContaining("Batch.batch.duratoin.millis: is no property")
                .hasMessageContaining("Chunks.capacity: was 'many', accepted is a whole number from 1 to 100000")
                .hasMessageContaining("Deliver.gateway.endpoint: was 'gopher://old', accepted is an http or https")
                .hasMessageContaining("Synthesize.sample-rate.hertz: was '44100', accepted is one of 22050, 24000")
                .hasMessageContaining(
                        "Translate.requests-per-second: was '0', accepted is a number from 0.1 to 100000.0")
                .hasMessageContaining("Weather: is no group");
    }

    /** The properties without which there is no job. */
    public static Map<String, Properties> enough() {
        Map<String, Properties> groups = new HashMap<>();
        set(groups, "Source", "stream.arn", "arn:aws:kinesis:eu-west-1:123456789012:stream/dragoman");
        set(groups, "Deliver", "bucket", "dragoman");
        set(groups, "Deliver", "connections.table", "connections");
        set(groups, "Deliver", "sessions.table", "sessions");
        set(groups, "Deliver", "interpretations.table", "interpretations");
        set(groups, "Deliver", "gateway.endpoint", "https://api.example.org/prod");
        set(groups, "Transcripts", "folder", "file:///tmp/transcripts");
        set(groups, "DeadLetters", "folder", "file:///tmp/dead-letters");
        return groups;
    }

    private static void set(Map<String, Properties> groups, String group, String key, String value) {
        groups.computeIfAbsent(group, name -> new Properties()).setProperty(key, value);
    }
}
