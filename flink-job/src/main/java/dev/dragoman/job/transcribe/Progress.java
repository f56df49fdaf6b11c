package dev.dragoman.job.transcribe;

import dev.dragoman.job.model.Session;

/**
 * How far a session is recognised, as it lies in keyed state. Positions are in samples at 16 kHz
 * since the session's first. Public because Flink serialises it.
 *
 * @param session the session
 * @param received the first position of which nothing came yet
 * @param serverMillis when ingest had what came last, by the server's clock
 * @param covered audio before it is done with: it has final results, or holds no speech, or is lost
 * @param lastSpeech the end of the last audio that was loud enough for speech
 * @param nextOrdinal the next utterance's place
 * @param lastEndMillis where the last utterance ended, in media time
 * @param gapsBefore gaps that came from the stages before
 * @param lost gaps made here
 * @param lostUpTo the end of the last gap made here
 * @param ended nothing more will come
 */
public record Progress(
        Session session,
        long received,
        long serverMillis,
        long covered,
        long lastSpeech,
        int nextOrdinal,
        long lastEndMillis,
        int gapsBefore,
        int lost,
        long lostUpTo,
        boolean ended) {

    /** A session of which nothing came yet. */
    static Progress of(Session session, long start) {
        return new Progress(session, start, 0, start, -1, 0, 0, 0, 0, -1, false);
    }

    /** All gaps so far. */
    int gaps() {
        return gapsBefore + lost;
    }

    /** Whether audio that may be speech waits for its recognition. */
    boolean speechWaits() {
        return lastSpeech > covered;
    }

    Progress receivedUpTo(long position, long atServerMillis, int gaps) {
        return new Progress(
                session,
                Math.max(received, position),
                Math.max(serverMillis, atServerMillis),
                covered,
                lastSpeech,
                nextOrdinal,
                lastEndMillis,
                gaps,
                lost,
                lostUpTo,
                ended);
    }

    Progress spokenUpTo(long position) {
        return new Progress(
                session,
                received,
                serverMillis,
                covered,
                Math.max(lastSpeech, position),
                nextOrdinal,
                lastEndMillis,
                gapsBefore,
                lost,
                lostUpTo,
                ended);
    }

    Progress coveredUpTo(long position) {
        return new Progress(
                session,
                received,
                serverMillis,
                Math.max(covered, position),
                lastSpeech,
                nextOrdinal,
                lastEndMillis,
                gapsBefore,
                lost,
                lostUpTo,
                ended);
    }

    Progress uttered(long endMillis) {
        return new Progress(
                session,
                received,
                serverMillis,
                covered,
                lastSpeech,
                nextOrdinal + 1,
                endMillis,
                gapsBefore,
                lost,
                lostUpTo,
                ended);
    }

    /** Gives up the audio before a position: a gap, unless it only prolongs the last one. */
    Progress lostUpTo(long position) {
        return new Progress(
                session,
                received,
                serverMillis,
                Math.max(covered, position),
                lastSpeech,
                nextOrdinal,
                lastEndMillis,
                gapsBefore,
                covered == lostUpTo ? lost : lost + 1,
                position,
                ended);
    }

    Progress ending() {
        return new Progress(
                session,
                received,
                serverMillis,
                covered,
                lastSpeech,
                nextOrdinal,
                lastEndMillis,
                gapsBefore,
                lost,
                lostUpTo,
                true);
    }
}
