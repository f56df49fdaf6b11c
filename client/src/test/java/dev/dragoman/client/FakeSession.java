package dev.dragoman.client;

import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.ChunkRange;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.Heartbeat;
import dev.dragoman.protocol.HeartbeatHeard;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.MissedInterpretations;
import dev.dragoman.protocol.MuteSession;
import dev.dragoman.protocol.PauseSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ResumeSession;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionEnding;
import dev.dragoman.protocol.SessionJoined;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionResumed;
import dev.dragoman.protocol.SessionState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A session as the server keeps it: one speaker, listeners with tickets, what was said. */
final class FakeSession implements FakeNetwork.Server {

    static final String ID = "golden-eagle-427";

    private static final Comparator<ChunkPlace> ORDER =
            Comparator.comparingInt(ChunkPlace::recording).thenComparingInt(ChunkPlace::sequence);

    private final Random random;

    /** What was stored; bytes never change. */
    final Map<ChunkPlace, byte[]> chunks = new TreeMap<>(ORDER);

    /** Every chunk that came, in the order in which it came. */
    final List<ChunkPlace> came = new ArrayList<>();

    /** Other requests than chunks, in the order in which they came. */
    final List<ClientMessage> asked = new ArrayList<>();

    /** Numbers that got other bytes than before. */
    final TreeSet<String> changed = new TreeSet<>();

    /** The percentage of requests that fail for now. */
    int unavailablePercent;

    /** After how many chunks the server says that it is too fast, once. */
    int limitAfter = Integer.MAX_VALUE;

    FakeNetwork.@Nullable Wire speaker;
    SessionPhase phase = SessionPhase.WAITING;

    @Nullable
    EndSession end;

    /** What listeners were to hear, by media start. */
    private final TreeMap<Long, Audio> said = new TreeMap<>();

    private final Map<String, FakeNetwork.Wire> tickets = new LinkedHashMap<>();
    private int issued;

    FakeSession(Random random) {
        this.random = random;
    }

    @Override
    public void received(FakeNetwork.Wire wire, ClientMessage message) {
        if (!(message instanceof AudioChunk)) {
            asked.add(message);
        }
        boolean mayFail = !(message instanceof CreateSession) && !(message instanceof Heartbeat);
        if (mayFail && random.nextInt(100) < unavailablePercent) {
            refuse(wire, message, Problem.of(ProblemCode.UNAVAILABLE, "Not now."));
        } else if (message instanceof CreateSession create) {
            speaker = wire;
            wire.say(new SessionCreated(ID, create.sourceLanguage()));
        } else if (message instanceof RefreshConnection refresh) {
            refresh(wire, refresh);
        } else if (message instanceof JoinSession join) {
            join(wire, join.language());
        } else if (message instanceof Heartbeat) {
            wire.say(new HeartbeatHeard(0, wire == speaker || tickets.containsValue(wire) ? ID : null));
        } else if (wire != speaker) {
            refuse(wire, message, Problem.of(ProblemCode.NOT_ALLOWED, "Another connection speaks."));
        } else if (message instanceof AudioChunk chunk) {
            chunk(wire, chunk);
        } else if (message instanceof PauseSession) {
            phase = SessionPhase.PAUSED;
            wire.say(new SessionState(ID, phase));
        } else if (message instanceof MuteSession mute) {
            phase = mute.muted() ? SessionPhase.MUTED : SessionPhase.LIVE;
            wire.say(new SessionState(ID, phase));
        } else if (message instanceof ResumeSession resume) {
            phase = SessionPhase.LIVE;
            wire.say(new SessionResumed(ID, phase, from(resume.from())));
        } else if (message instanceof EndSession ending) {
            end = ending;
            phase = SessionPhase.ENDED;
            wire.say(new SessionEnding(ID));
            wire.sayForSure(new SessionOver(ID, 4_711, 0));
        }
    }

    private void refresh(FakeNetwork.Wire wire, RefreshConnection refresh) {
        String ticket = refresh.ticket();
        if (ticket == null) {
            speaker = wire;
            wire.say(new SessionResumed(ID, phase, from(refresh.from())));
            if (phase == SessionPhase.ENDED) {
                wire.sayForSure(new SessionOver(ID, 4_711, 0));
            }
        } else if (tickets.remove(ticket) != null) {
            join(wire, "es");
        } else {
            refuse(wire, refresh, Problem.of(ProblemCode.NOT_ALLOWED, "The ticket is not known."));
        }
    }

    private void join(FakeNetwork.Wire wire, String language) {
        String ticket = "ticket-" + ++issued;
        tickets.put(ticket, wire);
        wire.say(new SessionJoined(ID, language, "en", phase, ticket));
    }

    private void chunk(FakeNetwork.Wire wire, AudioChunk chunk) {
        ChunkPlace place = new ChunkPlace(chunk.recording(), chunk.sequence());
        came.add(place);
        if (came.size() > limitAfter) {
            limitAfter = Integer.MAX_VALUE;
            refuse(wire, chunk, Problem.rateLimited("Too fast.", 5));
            return;
        }
        byte[] before = chunks.putIfAbsent(place, chunk.data());
        if (before != null && !Arrays.equals(before, chunk.data())) {
            changed.add(place.toString());
        }
        wire.say(new ChunkAcknowledged(ID, chunk.recording(), chunk.sequence()));
    }

    private List<ChunkRange> from(@Nullable ChunkPlace from) {
        if (from == null || random.nextInt(4) == 0) {
            return List.of();
        }
        return chunks.keySet().stream()
                .filter(place -> ORDER.compare(place, from) >= 0)
                .map(place -> new ChunkRange(place.recording(), place.sequence(), place.sequence()))
                .toList();
    }

    private static void refuse(FakeNetwork.Wire wire, ClientMessage message, Problem problem) {
        AudioChunk chunk = message instanceof AudioChunk it ? it : null;
        wire.say(new Problem(
                problem.code(),
                problem.message(),
                null,
                null,
                message.action(),
                ID,
                chunk == null ? null : chunk.recording(),
                chunk == null ? null : chunk.sequence(),
                problem.retryAfterSeconds()));
    }

    /** An interpretation is ready: kept, then announced to whoever is there. */
    void say(long mediaStart, long mediaEnd) {
        String url = "audio:" + mediaStart;
        Audio audio = new Audio(ID, "es", mediaStart, mediaEnd, 800, url, "Hola " + mediaStart, "Hello");
        said.put(mediaStart, audio);
        tickets.values().forEach(wire -> {
            wire.say(new Caption(ID, "es", mediaStart, mediaEnd, "Hola " + mediaStart, false, "Hello"));
            wire.say(audio);
        });
    }

    void sayOver() {
        phase = SessionPhase.ENDED;
        tickets.values().forEach(wire -> wire.sayForSure(new SessionOver(ID, 4_711, 0)));
    }

    MissedInterpretations since(long millis) {
        List<Audio> audio = said.tailMap(millis, false).values().stream()
                .limit(MissedInterpretations.MOST)
                .toList();
        return new MissedInterpretations(ID, "es", audio, List.of(), List.of());
    }

    /** Forgets every ticket, as if it had taken too long. */
    void forgetTickets() {
        tickets.clear();
    }

    @Override
    public void closed(FakeNetwork.Wire wire) {
        if (wire == speaker) {
            speaker = null;
        }
    }
}
