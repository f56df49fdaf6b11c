package dev.dragoman.ingest;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** The handler on fakes, with a clock that stands until it is told to go on. */
final class Ingest {

    static final String SESSION = "golden-eagle-427";

    /** An EBML header's first bytes. */
    static final byte[] WEBM_START = {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, (byte) 0x9F};

    static final IngestConfiguration CONFIGURATION =
            IngestConfiguration.of("eu-central-1", InMemoryChunkStore.BUCKET, "events", "sessions", "connections");

    final InMemoryChunkStore chunks = new InMemoryChunkStore();
    final InMemoryEventStream events = new InMemoryEventStream();
    final InMemorySessions sessions = new InMemorySessions();
    final InMemoryConnections connections = new InMemoryConnections();
    final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
    final Routes routes =
            Routes.of(chunks, events, sessions, connections, new SessionIds(new Random(427)), CONFIGURATION, clock);
    final IngestHandler handler = new IngestHandler(routes);

    APIGatewayV2WebSocketResponse send(String route, String connectionId, String body) {
        APIGatewayV2WebSocketEvent.RequestContext context = new APIGatewayV2WebSocketEvent.RequestContext();
        context.setConnectionId(connectionId);
        context.setRouteKey(route);
        APIGatewayV2WebSocketEvent event = new APIGatewayV2WebSocketEvent();
        event.setRequestContext(context);
        event.setBody(body);
        return handler.handleRequest(event, null);
    }

    /** Puts a session, its speaker {@code speaker} and its {@code listener} into the tables. */
    void given(SessionPhase state, Duration age) {
        long now = clock.millis();
        long created = now - age.toMillis();
        sessions.items.put(
                SESSION,
                new SessionItem(
                        SESSION, "speaker", "en", state, created, Lifetimes.endSeconds(created, Lifetimes.SESSION)));
        for (String[] item : new String[][] {{"speaker", ConnectionItem.SPEAKER}, {"listener", "es"}}) {
            connections.items.put(
                    item[0],
                    new ConnectionItem(item[0], SESSION, item[1], Lifetimes.endSeconds(now, Lifetimes.CONNECTION)));
        }
    }

    ServerMessage say(String connectionId, ClientMessage message) {
        return routes.message(connectionId, ProtocolJson.write(message));
    }

    static String chunk(String sessionId, int recording, int sequence, byte[] data) {
        return ProtocolJson.write(new AudioChunk(sessionId, recording, sequence, 1_000, data));
    }
}
