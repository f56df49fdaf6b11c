package dev.dragoman.ingest;

import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A sessions table in memory. */
final class InMemorySessions implements Sessions {

    final Faults faults = new Faults();
    final Map<String, SessionItem> items = new ConcurrentHashMap<>();
    final AtomicInteger finds = new AtomicInteger();

    @Override
    public boolean create(SessionItem session) throws UnavailableException {
        return faults.during("session table", () -> {
            SessionItem there = items.putIfAbsent(session.sessionId(), session);
            return there == null
                    || (there.speakerConnectionId().equals(session.speakerConnectionId())
                            && there.createdMillis() == session.createdMillis());
        });
    }

    @Override
    public Optional<SessionItem> find(String sessionId) throws UnavailableException {
        return faults.during("session table", () -> {
            finds.incrementAndGet();
            return Optional.ofNullable(items.get(sessionId));
        });
    }

    @Override
    public boolean end(String sessionId, String speakerConnectionId) throws UnavailableException {
        return faults.during("session table", () -> {
            AtomicBoolean ended = new AtomicBoolean();
            items.computeIfPresent(sessionId, (id, session) -> {
                if (!session.speakerConnectionId().equals(speakerConnectionId)) {
                    return session;
                }
                ended.set(true);
                return new SessionItem(
                        id,
                        session.speakerConnectionId(),
                        session.sourceLanguage(),
                        SessionPhase.ENDED,
                        session.createdMillis(),
                        session.expiresAtSeconds());
            });
            return ended.get();
        });
    }
}
