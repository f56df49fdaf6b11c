package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionEnding;
import dev.dragoman.protocol.SessionJoined;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionStarted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestHandlerTest {

    private final Ingest ingest = new Ingest();

    @Test
    void takesATalkFromItsCreationToItsEnd() throws Exception {
        // Given
        ingest.send("$connect", "speaker", null);
        SessionCreated created = (SessionCreated) ProtocolJson.readServerMessage(ingest.send(
                        "createSession",
                        "speaker",
                        Ingest.OWNER,
                        null,
                        "{\"action\":\"createSession\",\"sourceLanguage\":\"en\"}")
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
        SessionJoined answer = (SessionJoined) ProtocolJson.readServerMessage(joined);
        assertThat(answer.phase()).isEqualTo(SessionPhase.WAITING);
        assertThat(answer.ticket()).startsWith("listener.");
        assertThat(ProtocolJson.readServerMessage(acknowledged)).isEqualTo(new ChunkAcknowledged(session, 0, 0));
        assertThat(ProtocolJson.readServerMessage(ending)).isEqualTo(new SessionEnding(session));
        assertThat(ingest.events.events)
                .extracting(Object::getClass)
                .isEqualTo(List.of(SessionStarted.class, ChunkReference.class, SessionEnded.class));
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

    @Test
    void forgetsAConnectionThatIsGoneButNotItsSession() {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));

        // When
        ingest.send("$disconnect", "speaker", null);
        ingest.send("$disconnect", "speaker", null);

        ingest.send("$disconnect", "listener", null);
        ingest.send("$disconnect", "listener", null);

        // Then: a listener is waited for
        assertThat(ingest.connections.items).containsOnlyKeys("listener");
        assertThat(ingest.connection("listener").here()).isFalse();
        assertThat(ingest.connection("listener").expiresAtSeconds())
                .isEqualTo(ingest.clock.millis() / 1_000 + ConnectionItem.KEPT_SECONDS);
        assertThat(ingest.sessions.items.get(Ingest.SESSION).phase()).isEqualTo(SessionPhase.LIVE);
        assertThat(ingest.events.events).isEmpty();
    }

    @Test
    void refusesWhatIsLargerThanAMessageMayBe() {
        // When
        String answer =
                ingest.send("$default", "somebody", " ".repeat(128 * 1024 + 1)).getBody();

        // Then
        assertThat(answer)
                .isEqualTo("{\"type\":\"problem\",\"code\":\"TOO_LARGE\","
                        + "\"message\":\"The message is larger than 131072 bytes.\"}");
    }

    @Test
    void answersAMessageWithoutABody() {
        // When, then
        assertThat(ingest.send("$default", "somebody", null).getBody()).contains("MALFORMED_MESSAGE");
    }

    @Test
    void warmingUpChangesNothing() {
        // Given: even a table that is gone
        ingest.sessions.faults.refuseNext(1);

        // When
        ingest.routes.warmUp();
        ingest.routes.warmUp();

        // Then
        assertThat(ingest.sessions.items).isEmpty();
        assertThat(ingest.connections.items).isEmpty();
        assertThat(ingest.events.events).isEmpty();
    }

    @Test
    void choosesTheSubprotocolThatWasOfferedAndNeverRepeatsTheToken() {
        // When
        APIGatewayV2WebSocketResponse offered = ingest.send(
                "$connect", "speaker", Ingest.OWNER, Map.of("sec-websocket-protocol", "dragoman, a.b.c"), null);
        APIGatewayV2WebSocketResponse notOffered = ingest.send("$connect", "script", null, Map.of("Host", "x"), null);

        // Then
        assertThat(offered.getHeaders()).isEqualTo(Map.of("Sec-WebSocket-Protocol", "dragoman"));
        assertThat(notOffered.getHeaders()).isNull();
    }

    @Test
    void refusesConnectionsOfAnAddressThatHadEnough() {
        // Given
        for (int i = 0; i < Limits.defaults().connectionsPerMinute(); i++) {
            assertThat(ingest.send("$connect", "c" + i, null).getStatusCode()).isEqualTo(200);
        }

        // When
        APIGatewayV2WebSocketResponse refused = ingest.send("$connect", "more", null);
        ingest.clock.goOn(Duration.ofMinutes(1));
        APIGatewayV2WebSocketResponse later = ingest.send("$connect", "later", null);

        // Then
        assertThat(refused.getStatusCode()).isEqualTo(429);
        assertThat(refused.getHeaders()).isEqualTo(Map.of("Retry-After", "60"));
        assertThat(later.getStatusCode()).isEqualTo(200);
    }
}
