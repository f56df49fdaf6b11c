package dev.dragoman.client;

import dev.dragoman.protocol.AudioChunk;
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
 * <p>Says which chunks to send now; sends nothing itself. Not safe for use by many threads.
 */
final class ChunkBuffer {

    private final SpeakerOptions options;

    /** In the order of their numbers: the first is the oldest. */
    private final Map<Place, Kept> kept = new LinkedHashMap<>();

    private final Set<Integer> refusedRecordings = new HashSet<>();

    private long keptBytes;
    private int recording = -1;
    private int nextSequence;
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
     * Numbers a blob, cut into pieces if it is too large for one message, and keeps them.
     *
     * @return the pieces, to be sent now
     */
    List<AudioChunk> add(String sessionId, byte[] blob, Instant now) {
        if (recording < 0) {
            startRecording();
        }
        List<AudioChunk> pieces = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(blob.length, from + AudioChunk.MOST_BYTES);
            pieces.add(new AudioChunk(
                    sessionId, recording, nextSequence++, now.toEpochMilli(), Arrays.copyOfRange(blob, from, to)));
            from = to;
        } while (from < blob.length);
        numbered += pieces.size();
        if (refusedRecordings.contains(recording)) {
            refused += pieces.size();
            return List.of();
        }
        pieces.forEach(piece -> keep(piece, now));
        dropWhatDoesNotFit();
        return pieces.stream()
                .filter(piece -> kept.containsKey(Place.of(piece)))
                .toList();
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

    /** A chunk left this machine: from now on an answer is expected. */
    void left(AudioChunk chunk, Instant now) {
        Kept sent = kept.get(Place.of(chunk));
        if (sent != null) {
            sent.sendAgainAt = now.plus(options.answerTimeout());
        }
    }

    /** A chunk arrived for good. */
    void acknowledged(int ofRecording, int sequence) {
        if (remove(new Place(ofRecording, sequence)) != null) {
            acknowledged++;
        }
    }

    /** A chunk could not be taken just now. */
    void postponed(int ofRecording, int sequence, Instant now) {
        Kept chunk = kept.get(new Place(ofRecording, sequence));
        if (chunk != null) {
            chunk.sendAgainAt = now.plus(chunk.backoff.next());
        }
    }

    /** A chunk will never be taken. */
    void refused(int ofRecording, int sequence) {
        if (remove(new Place(ofRecording, sequence)) != null) {
            refused++;
        }
    }

    /** Nothing of a recording will ever be taken. */
    void refusedRecording(int ofRecording) {
        refusedRecordings.add(ofRecording);
        List<Place> places = kept.keySet().stream()
                .filter(place -> place.recording() == ofRecording)
                .toList();
        places.forEach(place -> refused(place.recording(), place.sequence()));
    }

    /** What is to be sent again now; what got too old is dropped and counted. */
    List<AudioChunk> due(Instant now) {
        dropWhatIsTooOld(now);
        List<AudioChunk> due = new ArrayList<>();
        for (Kept chunk : kept.values()) {
            if (chunk.sendAgainAt != null && !now.isBefore(chunk.sendAgainAt)) {
                // Until it has left again, no answer is late.
                chunk.sendAgainAt = null;
                due.add(chunk.chunk);
                resent++;
            }
        }
        return due;
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
        kept.put(Place.of(piece), new Kept(piece, now, new Backoff(options.firstBackoff(), options.longestBackoff())));
        keptBytes += piece.data().length;
    }

    private void dropWhatDoesNotFit() {
        Iterator<Kept> oldestFirst = kept.values().iterator();
        while (keptBytes > options.mostBufferedBytes()) {
            drop(oldestFirst);
        }
    }

    private void dropWhatIsTooOld(Instant now) {
        Instant oldest = now.minus(options.mostBufferedAge());
        Iterator<Kept> oldestFirst = kept.values().iterator();
        while (oldestFirst.hasNext() && kept.values().iterator().next().since.isBefore(oldest)) {
            drop(oldestFirst);
        }
    }

    private void drop(Iterator<Kept> oldestFirst) {
        keptBytes -= oldestFirst.next().chunk.data().length;
        oldestFirst.remove();
        lost++;
    }

    private @Nullable Kept remove(Place place) {
        Kept removed = kept.remove(place);
        if (removed != null) {
            keptBytes -= removed.chunk.data().length;
        }
        return removed;
    }

    private record Place(int recording, int sequence) {
        static Place of(AudioChunk chunk) {
            return new Place(chunk.recording(), chunk.sequence());
        }
    }

    /** A chunk that waits for its acknowledgement. */
    private static final class Kept {
        final AudioChunk chunk;
        final Instant since;
        final Backoff backoff;

        /** When to send it again; null while it is on its way out. */
        @Nullable
        Instant sendAgainAt;

        Kept(AudioChunk chunk, Instant since, Backoff backoff) {
            this.chunk = chunk;
            this.since = since;
            this.backoff = backoff;
        }
    }
}
