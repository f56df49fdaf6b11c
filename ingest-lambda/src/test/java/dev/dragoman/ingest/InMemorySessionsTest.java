package dev.dragoman.ingest;

class InMemorySessionsTest extends SessionsContract {

    private final InMemoryConnections connections = new InMemoryConnections();
    private final InMemorySessions sessions = new InMemorySessions(connections);

    @Override
    Sessions sessions() {
        return sessions;
    }

    @Override
    Connections connections() {
        return connections;
    }
}
