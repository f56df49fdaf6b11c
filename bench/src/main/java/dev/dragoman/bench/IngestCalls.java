package dev.dragoman.bench;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionCreated;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** A speaker who calls the handler as Lambda does: one event after the other. */
final class IngestCalls {

    /** A quarter of a second of Opus at 32 kbit/s. */
    static final int CHUNK_BYTES = 1_000;

    private static final byte[] EBML = {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3};

    private final RequestHandler<APIGatewayV2WebSocketEvent, APIGatewayV2WebSocketResponse> handler;
    /** A connection speaks in one session only. */
    private final String connectionId = UUID.randomUUID().toString();

    private final String session;
    private final byte[] data = new byte[CHUNK_BYTES];
    private int sequence;

    IngestCalls(RequestHandler<APIGatewayV2WebSocketEvent, APIGatewayV2WebSocketResponse> handler) throws Exception {
        this.handler = handler;
        new Random(427).nextBytes(data);
        System.arraycopy(EBML, 0, data, 0, EBML.length);
        SessionCreated created =
                (SessionCreated) answer(handler.handleRequest(event(new CreateSession("en", null)), null));
        session = created.sessionId();
    }

    /** The next chunk's event, as Lambda's runtime hands it over. */
    APIGatewayV2WebSocketEvent nextChunk() {
        return event(new AudioChunk(session, 0, sequence++, System.currentTimeMillis(), data));
    }

    /** Sends an event; the answer as text. */
    String send(APIGatewayV2WebSocketEvent event) {
        return handler.handleRequest(event, null).getBody();
    }

    private static ServerMessage answer(APIGatewayV2WebSocketResponse response) throws Exception {
        return ProtocolJson.readServerMessage(response.getBody());
    }

    private APIGatewayV2WebSocketEvent event(ClientMessage message) {
        APIGatewayV2WebSocketEvent.RequestContext context = new APIGatewayV2WebSocketEvent.RequestContext();
        context.setConnectionId(connectionId);
        context.setRouteKey("$default");
        context.setAuthorizer(Map.of("sub", "bench"));
        APIGatewayV2WebSocketEvent event = new APIGatewayV2WebSocketEvent();
        event.setRequestContext(context);
        event.setBody(ProtocolJson.write(message));
        return event;
    }
}
