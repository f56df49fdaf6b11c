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
 * @param lossFrom where audio begins that is lost without a dead letter yet; -1 if there is none
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
        long lossFrom,
        boolean ended) {

    /** A session of which nothing came yet. */
    static Progress of(Session session, long start) {
        return new Progress(session, start, 0, start, -1, 0, 0, 0, 0, -1, -1, false);
    }

    /** All gaps so far. */
    int gaps() {
        return gapsBefore + lost;
    }

    /** Whether audio that may be speech waits for its recognition. */
    boolean speechWaits() {
        return lastSpeech > covered;
    }

    /** It is known which language is spoken. */
    Progress identified(Session inItsLanguage) {
        return new Progress(
                inItsLanguage,
                received,
                serverMillis,
                covered,
                lastSpeech,
                nextOrdinal,
                lastEndMillis,
                gapsBefore,
                lost,
                lostUpTo,
                lossFrom,
                ended);
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
                lossFrom,
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
                lossFrom,
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
                lossFrom,
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
                lossFrom,
                ended);
    }

    /** Gives up audio: a gap, unless it only prolongs the last one. */
    Progress lost(long from, long until) {
        return new Progress(
                session,
                received,
                serverMillis,
                Math.max(covered, until),
                lastSpeech,
                nextOrdinal,
                lastEndMillis,
                gapsBefore,
                covered == lostUpTo ? lost : lost + 1,
                until,
                lossFrom < 0 ? from : lossFrom,
                ended);
    }

    /** All that is lost has its dead letter. */
    Progress lossTold() {
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
                -1,
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
                lossFrom,
                true);
    }
}
