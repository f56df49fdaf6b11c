package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.local.kinesis.LocalKinesis;
import dev.dragoman.local.s3.LocalS3;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionEnding;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionResumed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The handler as it is deployed, with the SDK's own clients, against all three local endpoints. */
class IngestHandlerITCase {

    private static final byte[] WEBM_START = {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3};

    private LocalKinesis kinesis;
    private LocalDynamoDb dynamoDb;

    @BeforeEach
    void start() {
        kinesis = LocalKinesis.start(LocalKinesis.Settings.defaults().withStream(LocalServices.STREAM, 1));
        dynamoDb = LocalDynamoDb.start();
    }

    @AfterEach
    void stop() {
        dynamoDb.close();
        kinesis.close();
    }

    @Test
    void takesATalk() throws Exception {
        // Given
        try (LocalS3 s3 = LocalS3.start(
                LocalS3.Settings.inMemory(LocalServices.KEY, LocalServices.SECRET, LocalServices.BUCKET))) {
            IngestHandler handler = handler(s3.endpoint());

            // When
            SessionCreated created = (SessionCreated) say(handler, new CreateSession("en", null));
            String session = created.sessionId();
            ServerMessage chunk = say(handler, new AudioChunk(session, 0, 0, 1, WEBM_START));
            ServerMessage again = say(handler, new RefreshConnection(session, null, new ChunkPlace(0, 0)));
            ServerMessage last = say(handler, new AudioChunk(session, 0, 1, 1, new byte[] {7}, true));
            ServerMessage ending = say(handler, new EndSession(session, 1, 2));

            // Then
            assertThat(chunk).isEqualTo(new ChunkAcknowledged(session, 0, 0));
            assertThat(again).isEqualTo(new SessionResumed(session, SessionPhase.LIVE, List.of()));
            assertThat(last).isEqualTo(new ChunkAcknowledged(session, 0, 1));
            assertThat(ending).isEqualTo(new SessionEnding(session));
        }
    }

    @Test
    void saysSoWhenAServiceIsGone() throws Exception {
        // Given
        IngestHandler handler = handler(whereNobodyListens());
        SessionCreated created = (SessionCreated) say(handler, new CreateSession("en", null));

        // When
        ServerMessage answer = say(handler, new AudioChunk(created.sessionId(), 0, 0, 1, WEBM_START));

        // Then
        assertThat(answer)
                .isEqualTo(new Problem(
                        ProblemCode.UNAVAILABLE,
                        "Not done, please try again: the chunk store did not answer.",
                        null,
                        null,
                        "audioChunk",
                        created.sessionId(),
                        0,
                        0,
                        null));
    }

    private IngestHandler handler(URI s3) {
        return IngestHandler.create(LocalServices.configurationAt(s3, kinesis.endpoint(), dynamoDb.endpoint()));
    }

    private static URI whereNobodyListens() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + taken.getLocalPort());
        }
    }

    private static ServerMessage say(IngestHandler handler, ClientMessage message) throws Exception {
        APIGatewayV2WebSocketEvent.RequestContext context = new APIGatewayV2WebSocketEvent.RequestContext();
        context.setConnectionId("L0SM9cOFvHcCIhw=");
        context.setRouteKey("$default");
        context.setAuthorizer(Map.of("sub", "owner"));
        APIGatewayV2WebSocketEvent event = new APIGatewayV2WebSocketEvent();
        event.setRequestContext(context);
        event.setBody(ProtocolJson.write(message));
        return ProtocolJson.readServerMessage(handler.handleRequest(event, null).getBody());
    }
}
