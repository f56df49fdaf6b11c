package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionEnding;
import dev.dragoman.protocol.SessionJoined;
import dev.dragoman.protocol.SessionStarted;
import org.junit.jupiter.api.Test;

class IngestHandlerTest {

    private final Ingest ingest = new Ingest();

    @Test
    void takesATalkFromItsCreationToItsEnd() throws Exception {
        // Given
        ingest.send("$connect", "speaker", null);
        SessionCreated created = (SessionCreated) ProtocolJson.readServerMessage(
                ingest.send("createSession", "speaker", "{\"action\":\"createSession\",\"sourceLanguage\":\"en\"}")
                        .getBody());
        String session = created.sessionId();

        // When
        String joined = ingest.send(
                        "joinSession",
                        "listener",
                        "{\"action\":\"joinSession\",\"sessionId\":\"" + session + "\",\"language\":\"es\"}")
                .getBody();
        String acknowledged = ingest.send("audioChunk", "speaker", Ingest.chunk(session, 0, 0, Ingest.WEBM_START))
                .getBody();
        String ending = ingest.send(
                        "endSession",
                        "speaker",
                        "{\"action\":\"endSession\",\"sessionId\":\"" + session
                                + "\",\"recordings\":1,\"chunksInLast\":1}")
                .getBody();

        // Then
        assertThat(ProtocolJson.readServerMessage(joined)).isEqualTo(new SessionJoined(session, "es", "en"));
        assertThat(ProtocolJson.readServerMessage(acknowledged)).isEqualTo(new ChunkAcknowledged(session, 0, 0));
        assertThat(ProtocolJson.readServerMessage(ending)).isEqualTo(new SessionEnding(session));
        assertThat(ingest.events.events)
                .extracting(Object::getClass)
                .isEqualTo(java.util.List.of(SessionStarted.class, ChunkReference.class, SessionEnded.class));
        assertThat(ingest.chunks.objects).containsOnlyKeys("sessions/" + session + "/chunks/0000/00000000.webm");
    }

    @Test
    void saysNothingToConnectAndDisconnect() {
        // Given
        APIGatewayV2WebSocketResponse connected = ingest.send("$connect", "somebody", null);

        // When
        APIGatewayV2WebSocketResponse disconnected = ingest.send("$disconnect", "somebody", null);

        // Then
        assertThat(connected.getStatusCode()).isEqualTo(200);
        assertThat(connected.getBody()).isNull();
        assertThat(disconnected.getStatusCode()).isEqualTo(200);
        assertThat(disconnected.getBody()).isNull();
    }
}
