package dev.dragoman.ingest;

class InMemorySessionsTest extends SessionsContract {

    private final InMemorySessions sessions = new InMemorySessions();

    @Override
    Sessions sessions() {
        return sessions;
    }
}
