package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A sessions table in memory, beside a table of connections. */
final class InMemorySessions implements Sessions {

    final Faults faults = new Faults();
    final Map<String, SessionItem> items = new ConcurrentHashMap<>();
    final AtomicInteger finds = new AtomicInteger();
    private final InMemoryConnections connections;

    InMemorySessions(InMemoryConnections connections) {
        this.connections = connections;
    }

    @Override
    public boolean create(SessionItem session) throws UnavailableException {
        return locked(() -> {
            SessionItem there = items.putIfAbsent(session.sessionId(), session);
            return there == null
                    || (there.owner().equals(session.owner())
                            && there.speakerConnectionId().equals(session.speakerConnectionId())
                            && there.createdMillis() == session.createdMillis());
        });
    }

    @Override
    public Optional<SessionItem> find(String sessionId) throws UnavailableException {
        return locked(() -> {
            finds.incrementAndGet();
            return Optional.ofNullable(items.get(sessionId));
        });
    }

    @Override
    public Takeover takeOver(SessionItem seen, ConnectionItem speaker) throws UnavailableException {
        return locked(() -> {
            SessionItem now = items.get(seen.sessionId());
            ConnectionItem there = connections.items.get(speaker.connectionId());
            if (there != null && !InMemoryConnections.mayBecome(there, speaker)) {
                return Takeover.HAS_ANOTHER_ROLE;
            }
            if (now == null
                    || !now.isLive()
                    || !now.owner().equals(seen.owner())
                    || !now.speakerConnectionId().equals(seen.speakerConnectionId())) {
                return Takeover.CHANGED;
            }
            connections.items.remove(seen.speakerConnectionId());
            connections.items.put(speaker.connectionId(), speaker);
            items.put(now.sessionId(), with(now, speaker.connectionId(), now.phase()));
            return Takeover.DONE;
        });
    }

    @Override
    public boolean turn(String sessionId, String speakerConnectionId, Set<SessionPhase> from, SessionPhase to)
            throws UnavailableException {
        return locked(() -> {
            SessionItem now = items.get(sessionId);
            if (now == null || !now.speakerConnectionId().equals(speakerConnectionId) || !from.contains(now.phase())) {
                return false;
            }
            items.put(sessionId, with(now, speakerConnectionId, to));
            return true;
        });
    }

    @Override
    public boolean end(String sessionId, String speakerConnectionId, String user) throws UnavailableException {
        return locked(() -> {
            SessionItem now = items.get(sessionId);
            boolean speaks = now != null
                    && !speakerConnectionId.isEmpty()
                    && now.speakerConnectionId().equals(speakerConnectionId);
            boolean owns = now != null && !user.isEmpty() && now.owner().equals(user);
            if (!speaks && !owns) {
                return false;
            }
            items.put(sessionId, with(now, now.speakerConnectionId(), SessionPhase.ENDED));
            return true;
        });
    }

    private static SessionItem with(SessionItem session, String speakerConnectionId, SessionPhase phase) {
        return new SessionItem(
                session.sessionId(),
                session.owner(),
                speakerConnectionId,
                session.sourceLanguage(),
                phase,
                session.passcodeHash(),
                session.mostListeners(),
                session.transcript(),
                session.createdMillis(),
                session.expiresAtSeconds());
    }

    private <T> T locked(Faults.Call<T> call) throws UnavailableException {
        return faults.during("session table", () -> {
            synchronized (connections.items) {
                return call.make();
            }
        });
    }
}
