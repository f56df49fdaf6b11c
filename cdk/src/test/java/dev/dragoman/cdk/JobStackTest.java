package dev.dragoman.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dragoman.job.config.JobConfiguration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.assertions.Match;

/** The application is what the job is written for, and is given what the job asks for. */
class JobStackTest {

    private final Synthesized all = Synthesized.once();

    @Test
    void runsOnTheFlinkThatTheJobIsBuiltWith() {
        all.template("job")
                .hasResourceProperties(
                        "AWS::KinesisAnalyticsV2::Application",
                        Map.of(
                                "RuntimeEnvironment",
                                "FLINK-2_3",
                                "ApplicationConfiguration",
                                Match.objectLike(Map.of(
                                        "FlinkApplicationConfiguration",
                                        Match.objectLike(Map.of(
                                                "CheckpointConfiguration",
                                                Match.objectLike(Map.of(
                                                        "ConfigurationType", "CUSTOM", "CheckpointingEnabled", true)),
                                                "ParallelismConfiguration",
                                                Match.objectLike(Map.of(
                                                        "ConfigurationType", "CUSTOM", "AutoScalingEnabled", true)))),
                                        "ApplicationSnapshotConfiguration",
                                        Map.of("SnapshotsEnabled", true),
                                        "ApplicationSystemRollbackConfiguration",
                                        Map.of("RollbackEnabled", true)))));
    }

    @Test
    void theJobAcceptsThePropertiesOfTheTemplate() {
        // When
        JobConfiguration configuration = JobConfiguration.from(groups());

        // Then
        assertThat(configuration.source().streamArn()).isEqualTo("<stream/Events.Arn>");
        assertThat(configuration.deliver().connectionsTable()).isEqualTo("<tables/Connections>");
        assertThat(configuration.deliver().interpretationsTable()).isEqualTo("<tables/Interpretations>");
        assertThat(configuration.deliver().sessionsTable()).isEqualTo("<tables/Sessions>");
        assertThat(configuration.deliver().bucket()).isEqualTo("<storage/Audio>");
        assertThat(configuration.transcriptsFolder()).isEqualTo("s3://<storage/Records>/transcripts");
        assertThat(configuration.deadLettersFolder()).isEqualTo("s3://<storage/Records>/dead-letters");
        assertThat(configuration.transcribe().settings().concurrentStreams()).isEqualTo(25);
        assertThat(configuration.source().endpoint().region()).isEqualTo("eu-central-1");
    }

    @Test
    void aPropertyThatTheJobDoesNotKnowIsRefusedBeforeAnythingIsWritten(@TempDir Path folder) throws Exception {
        // Given
        Deployment wrong =
                Synthesized.deployment(folder, List.of(Deployment.Property.of("Batch.batch.duration.millis=soon")));

        // Then
        assertThatThrownBy(() -> JobProperties.of(JobProperties.Places.example(), wrong))
                .hasMessageContaining("batch.duration.millis")
                .hasMessageContaining("soon");
    }

    /** The groups of the template, as the service would hand them to the job. */
    private Map<String, Properties> groups() {
        Values values = new Values(all.templates());
        Map<String, Properties> groups = new LinkedHashMap<>();
        JsonNode configuration = all.resources("AWS::KinesisAnalyticsV2::Application")
                .findFirst()
                .orElseThrow()
                .properties()
                .path("ApplicationConfiguration");
        for (JsonNode group : configuration.path("EnvironmentProperties").path("PropertyGroups")) {
            Properties properties = new Properties();
            group.path("PropertyMap")
                    .properties()
                    .forEach(entry -> properties.put(
                            entry.getKey(),
                            values.of("job", entry.getValue())
                                    .replace("${Region}", "eu-central-1")
                                    .replace("${URLSuffix}", "amazonaws.com")
                                    .replaceAll("https://<.*?>", "https://api")));
            groups.put(group.path("PropertyGroupId").asText(), properties);
        }
        return groups;
    }
}
