package dev.dragoman.job.model;

/**
 * What was recognised: a piece of speech, still changing or finished; or the end of the session.
 *
 * @param session the session
 * @param kind which of the three
 * @param ordinal its place among the session's finished utterances, from 0 without holes; a partial
 *     has the ordinal that it will have when finished; the end has the number of utterances
 * @param mediaStartMillis where its first word starts, in media time
 * @param mediaEndMillis where its last word ends; for the end, the session's length
 * @param text the words; empty for the end
 * @param spokenServerMillis when ingest had the chunk with its last sound, by the server's clock
 * @param gaps how many gaps the session had so far
 */
public record Utterance(
        Session session,
        Kind kind,
        int ordinal,
        long mediaStartMillis,
        long mediaEndMillis,
        String text,
        long spokenServerMillis,
        int gaps) {

    /** How finished an utterance is. */
    public enum Kind {
        /** The words may still change. */
        PARTIAL,
        /** The words stay. */
        FINAL,
        /** No utterance: the session is over. */
        END
    }
}
