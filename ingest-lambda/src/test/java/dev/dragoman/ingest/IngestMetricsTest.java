package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.Heartbeat;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.SessionPhase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What operators see of ingest. */
class IngestMetricsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ingest ingest = new Ingest();

    @Test
    void whatWasTakenAndRefusedIsCountedInOneLineForAWhile() throws Exception {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
        ingest.limits.faults.refuseNext(Integer.MAX_VALUE);

        // When
        ingest.send("$connect", "somebody", null);
        ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, 1, 1, new byte[100]));
        ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, 2, 1, new byte[50]));
        ingest.say("somebody", new AudioChunk(Ingest.SESSION, 0, 3, 1, new byte[50]));
        ingest.say("somebody", new JoinSession("no such id", "es"));
        ingest.clock.goOn(IngestMetrics.EVERY);
        ingest.say("somebody", new Heartbeat());

        // Then
        assertThat(ingest.metrics).hasSize(1);
        JsonNode line = JSON.readTree(ingest.metrics.get(0));
        assertThat(line.path("chunks").asInt()).isEqualTo(2);
        assertThat(line.path("chunkBytes").asInt()).isEqualTo(150);
        assertThat(line.path("connections").asInt()).isEqualTo(1);
        assertThat(line.path("answered").asInt()).isEqualTo(5);
        assertThat(line.path("refused.NOT_ALLOWED").asInt()).isEqualTo(1);
        assertThat(line.path("refused.SESSION_NOT_FOUND").asInt()).isEqualTo(1);
        assertThat(line.path("limitsUnchecked").asInt())
                .as("the connection and the join")
                .isEqualTo(2);
    }

    @Test
    void aLineIsWhatCloudWatchMakesMetricsOf() throws Exception {
        // When
        ingest.clock.goOn(IngestMetrics.EVERY);
        ingest.request("GET", "/nothing", null, null, null, null);
        ingest.clock.goOn(IngestMetrics.EVERY);
        ingest.request("GET", "/languages", null, null, null, null);

        // Then: each line has what came since the one before
        assertThat(JSON.readTree(ingest.metrics.get(0))).isEqualTo(JSON.readTree("""
                        {"_aws": {"Timestamp": 1795341610000, "CloudWatchMetrics": [{
                            "Namespace": "Dragoman",
                            "Dimensions": [["Service"]],
                            "Metrics": [{"Name": "answered", "Unit": "Count"}]}]},
                          "Service": "ingest", "answered": 1}
                        """));
        assertThat(JSON.readTree(ingest.metrics.get(1))
                        .path("refused.UNKNOWN_ACTION")
                        .asInt())
                .isEqualTo(1);
        assertThat(JSON.readTree(ingest.metrics.get(1)).path("answered").asInt())
                .isEqualTo(1);
    }
}
