package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.local.kinesis.LocalKinesis;
import dev.dragoman.local.s3.LocalS3;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionEnding;
import org.junit.jupiter.api.Test;

/** The handler as it is deployed, with the SDK's own clients, against all three local endpoints. */
class IngestHandlerITCase {

    private static final byte[] WEBM_START = {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3};

    @Test
    void takesATalkAndSaysSoWhenAServiceIsGone() throws Exception {
        // Given
        try (LocalS3 s3 = LocalS3.start(
                        LocalS3.Settings.inMemory(LocalServices.KEY, LocalServices.SECRET, LocalServices.BUCKET));
                LocalKinesis kinesis =
                        LocalKinesis.start(LocalKinesis.Settings.defaults().withStream(LocalServices.STREAM, 1));
                LocalDynamoDb dynamoDb = LocalDynamoDb.start()) {
            IngestHandler handler = IngestHandler.create(
                    LocalServices.configurationAt(s3.endpoint(), kinesis.endpoint(), dynamoDb.endpoint()));

            // When
            SessionCreated created = (SessionCreated) say(handler, new CreateSession("en", null));
            String session = created.sessionId();
            ServerMessage first = say(handler, new AudioChunk(session, 0, 0, 1, WEBM_START));
            s3.close();
            ServerMessage second = say(handler, new AudioChunk(session, 0, 1, 2, new byte[1_000]));
            ServerMessage ending = say(handler, new EndSession(session, 1, 2));

            // Then
            assertThat(first).isEqualTo(new ChunkAcknowledged(session, 0, 0));
            assertThat(second)
                    .isEqualTo(new Problem(
                            ProblemCode.UNAVAILABLE,
                            "Not done, please try again: the chunk store did not answer.",
                            null,
                            null,
                            session,
                            0,
                            1));
            assertThat(ending).isEqualTo(new SessionEnding(session));
        }
    }

    private static ServerMessage say(IngestHandler handler, ClientMessage message) throws Exception {
        APIGatewayV2WebSocketEvent.RequestContext context = new APIGatewayV2WebSocketEvent.RequestContext();
        context.setConnectionId("L0SM9cOFvHcCIhw=");
        context.setRouteKey("$default");
        APIGatewayV2WebSocketEvent event = new APIGatewayV2WebSocketEvent();
        event.setRequestContext(context);
        event.setBody(ProtocolJson.write(message));
        return ProtocolJson.readServerMessage(handler.handleRequest(event, null).getBody());
    }
}
