package dev.dragoman.client;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.ChunkRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers a speaker's chunks and keeps each until it is acknowledged: what leaves this buffer was
 * acknowledged, refused for good, or counted as lost because there was no room or it got too old.
 *
 * <p>A hole is filled as soon as it shows, for the job waits for it only a short while: once a chunk
 * that left later was acknowledged, older ones that the server could not take are due at once, and one
 * that {@value #PASSED_BY} later ones of its connection have overtaken is taken for lost. For the same reason
 * nothing is sent that lies behind a chunk for which a service was not there: when the service comes back,
 * the oldest comes first, and an outage costs one try at a time.
 *
 * <p>Says which chunks to send now; sends nothing itself. Not safe for use by many threads.
 */
final class ChunkBuffer {

    private static final int NOT_SENT = 0;

    /** So many later ones are acknowledged before one without an answer is sent again. */
    private static final int PASSED_BY = 4;

    /** Answers to what left within this time come in any order: so long none is taken for lost. */
    private static final Duration ANY_ORDER = Duration.ofSeconds(1);

    private final SpeakerOptions options;

    /** In the order of their numbers: the first is the oldest. */
    private final Map<ChunkPlace, Kept> kept = new LinkedHashMap<>();

    private final Set<Integer> refusedRecordings = new HashSet<>();

    private long keptBytes;
    private int recording = -1;
    private int nextSequence;
    private long sendings;
    private long numbered;
    private long acknowledged;
    private long resent;
    private long lost;
    private long refused;

    ChunkBuffer(SpeakerOptions options) {
        this.options = options;
    }

    /** The next chunk is the first of a new recording. */
    void startRecording() {
        recording++;
        nextSequence = 0;
    }

    /**
     * Numbers a blob, cut into pieces if it is too large for one message, and keeps them, due at once.
     *
     * @param last whether its recorder has stopped
     * @return the pieces that are kept
     */
    List<AudioChunk> add(String sessionId, byte[] blob, boolean last, Instant now) {
        if (recording < 0) {
            startRecording();
        }
        List<AudioChunk> pieces = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(blob.length, from + AudioChunk.MOST_BYTES);
            pieces.add(new AudioChunk(
                    sessionId,
                    recording,
                    nextSequence++,
                    now.toEpochMilli(),
                    Arrays.copyOfRange(blob, from, to),
                    last && to == blob.length));
            from = to;
        } while (from < blob.length);
        numbered += pieces.size();
        if (refusedRecordings.contains(recording)) {
            refused += pieces.size();
            return List.of();
        }
        pieces.forEach(piece -> keep(piece, now));
        dropWhatDoesNotFit();
        return pieces.stream().filter(piece -> kept.containsKey(placeOf(piece))).toList();
    }

    /** Numbers a chunk that will never come. */
    void skip() {
        if (recording < 0) {
            startRecording();
        }
        nextSequence++;
        numbered++;
        lost++;
    }

    /** A chunk left this machine on a connection: from now on an answer is expected. */
    void left(AudioChunk chunk, int wire, Instant now) {
        Kept sent = kept.get(placeOf(chunk));
        if (sent != null && sent.wire == wire && sent.dueAt == null) {
            sent.dueAt = now.plus(options.answerTimeout());
            sent.leftAt = now;
        }
    }

    /** Nothing comes from a connection any more: what was sent on it and not answered is due. */
    void ended(int wire, Instant now) {
        for (Kept chunk : kept.values()) {
            if (chunk.wire == wire) {
                chunk.dueFrom(now);
            }
        }
    }

    /** The server has said what it has: everything else that was sent on earlier connections is due. */
    void replaced(int byWire, Instant now) {
        for (Kept chunk : kept.values()) {
            if (chunk.wire != NOT_SENT && chunk.wire < byWire) {
                chunk.dueFrom(now);
            }
        }
    }

    /** What the server has for good. */
    void received(List<ChunkRange> ranges) {
        for (ChunkRange range : ranges) {
            List<ChunkPlace> there = kept.keySet().stream()
                    .filter(place -> place.recording() == range.recording()
                            && place.sequence() >= range.first()
                            && place.sequence() <= range.last())
                    .toList();
            there.forEach(this::arrived);
        }
    }

    /** The oldest chunk that is not acknowledged; null if all are. */
    @Nullable
    ChunkPlace oldest() {
        return kept.isEmpty() ? null : kept.keySet().iterator().next();
    }

    /** Whether nothing before a place waits for an acknowledgement. */
    boolean isEmptyBefore(ChunkPlace place) {
        ChunkPlace oldest = oldest();
        return oldest == null || !isBefore(oldest, place);
    }

    /** A chunk arrived for good. */
    void acknowledged(int ofRecording, int sequence, Instant now) {
        Kept chunk = arrived(new ChunkPlace(ofRecording, sequence));
        if (chunk != null && chunk.wire != NOT_SENT) {
            kept.values().forEach(other -> other.passedBy(chunk, now));
        }
    }

    private @Nullable Kept arrived(ChunkPlace place) {
        Kept chunk = remove(place);
        acknowledged += chunk == null ? 0 : 1;
        return chunk;
    }

    /** A chunk could not be taken just now. */
    void postponed(int ofRecording, int sequence, Instant now) {
        Kept chunk = kept.get(new ChunkPlace(ofRecording, sequence));
        if (chunk != null) {
            chunk.dueFrom(now.plus(chunk.backoff.next()));
            chunk.hastens = true;
        }
    }

    /** A chunk could not be taken because a service is not there: those behind it wait until it is tried again. */
    void unavailable(int ofRecording, int sequence, Instant now) {
        postponed(ofRecording, sequence, now);
        Kept chunk = kept.get(new ChunkPlace(ofRecording, sequence));
        if (chunk != null) {
            chunk.holdsBack = true;
        }
    }

    /** A chunk will never be taken. */
    void refused(int ofRecording, int sequence) {
        if (remove(new ChunkPlace(ofRecording, sequence)) != null) {
            refused++;
        }
    }

    /** Nothing of a recording will ever be taken. */
    void refusedRecording(int ofRecording) {
        refusedRecordings.add(ofRecording);
        List<ChunkPlace> places = kept.keySet().stream()
                .filter(place -> place.recording() == ofRecording)
                .toList();
        places.forEach(place -> refused(place.recording(), place.sequence()));
    }

    /** A chunk may not be sent again before some time. */
    void postponedUntil(int ofRecording, int sequence, Instant until) {
        Kept chunk = kept.get(new ChunkPlace(ofRecording, sequence));
        if (chunk != null) {
            chunk.dueFrom(until);
        }
    }

    /** The oldest chunk that is due; null if none is. */
    @Nullable
    AudioChunk due(Instant now) {
        for (Kept chunk : kept.values()) {
            if (chunk.isDue(now)) {
                return chunk.chunk;
            }
            if (chunk.holdsBack) {
                return null;
            }
        }
        return null;
    }

    /** A chunk is on its way out on a connection. Until it has left, no answer is late. */
    void sent(AudioChunk chunk, int wire) {
        Kept sent = kept.get(placeOf(chunk));
        if (sent != null) {
            resent += sent.wire == NOT_SENT ? 0 : 1;
            sent.wire = wire;
            sent.sending = ++sendings;
            sent.dueFrom(null);
        }
    }

    /** Gives up and counts what got too old. */
    void dropWhatIsTooOld(Instant now) {
        Instant oldest = now.minus(options.mostBufferedAge());
        Iterator<Kept> oldestFirst = kept.values().iterator();
        while (oldestFirst.hasNext() && kept.values().iterator().next().since.isBefore(oldest)) {
            drop(oldestFirst);
        }
    }

    /** Whether nothing waits for an acknowledgement. */
    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** How many recordings there were. */
    int recordings() {
        return recording + 1;
    }

    /** How many chunks the last recording has had, lost ones included. */
    int chunksInLast() {
        return nextSequence;
    }

    SpeakerCounters counters() {
        return new SpeakerCounters(numbered, acknowledged, resent, lost, refused, kept.size());
    }

    private void keep(AudioChunk piece, Instant now) {
        kept.put(placeOf(piece), new Kept(piece, now, new Backoff(options.firstBackoff(), options.longestBackoff())));
        keptBytes += piece.data().length;
    }

    private void dropWhatDoesNotFit() {
        Iterator<Kept> oldestFirst = kept.values().iterator();
        while (keptBytes > options.mostBufferedBytes()) {
            drop(oldestFirst);
        }
    }

    private void drop(Iterator<Kept> oldestFirst) {
        keptBytes -= oldestFirst.next().chunk.data().length;
        oldestFirst.remove();
        lost++;
    }

    private @Nullable Kept remove(ChunkPlace place) {
        Kept removed = kept.remove(place);
        if (removed != null) {
            keptBytes -= removed.chunk.data().length;
        }
        return removed;
    }

    private static boolean isBefore(ChunkPlace one, ChunkPlace other) {
        return one.recording() < other.recording()
                || (one.recording() == other.recording() && one.sequence() < other.sequence());
    }

    private static ChunkPlace placeOf(AudioChunk chunk) {
        return new ChunkPlace(chunk.recording(), chunk.sequence());
    }

    /** A chunk that waits for its acknowledgement. */
    private static final class Kept {
        final AudioChunk chunk;
        final Instant since;
        final Backoff backoff;

        /** The connection that it was sent on last. */
        int wire = NOT_SENT;

        /** Which of all sendings its last one was. */
        long sending;

        /** When it left; null while no answer is expected. */
        @Nullable
        Instant leftAt;

        /** How many that left later were acknowledged since. */
        int overtaken;

        /** Whether it waits only because the server could not take it, and not because it was told to. */
        boolean hastens;

        /** Whether those behind it wait until it is sent again. */
        boolean holdsBack;

        /** When to send it; null while it is on its way out. */
        @Nullable
        Instant dueAt;

        Kept(AudioChunk chunk, Instant since, Backoff backoff) {
            this.chunk = chunk;
            this.since = since;
            this.dueAt = since;
            this.backoff = backoff;
        }

        /**
         * Waits for no answer from now on.
         *
         * @param when to send it; null while it is on its way out
         */
        void dueFrom(@Nullable Instant when) {
            dueAt = when;
            leftAt = null;
            overtaken = 0;
            hastens = false;
            holdsBack = false;
        }

        /** Another one was acknowledged. */
        void passedBy(Kept other, Instant now) {
            if (sending == 0 || sending >= other.sending || dueAt == null || dueAt.isBefore(now)) {
                return;
            }
            if (hastens) {
                dueFrom(now);
            } else if (leftAt != null && wire == other.wire && ++overtaken >= PASSED_BY) {
                Instant lost = leftAt.plus(ANY_ORDER);
                dueAt = lost.isBefore(dueAt) ? lost : dueAt;
            }
        }

        boolean isDue(Instant now) {
            return dueAt != null && !now.isBefore(dueAt);
        }
    }
}
