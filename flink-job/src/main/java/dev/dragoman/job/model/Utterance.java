package dev.dragoman.job.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param words when each of its words was said, in order; empty where that is not known
 */
public record Utterance(
        Session session,
        Kind kind,
        int ordinal,
        long mediaStartMillis,
        long mediaEndMillis,
        String text,
        long spokenServerMillis,
        int gaps,
        List<Word> words) {

    /** How finished an utterance is. */
    public enum Kind {
        /** The words may still change. */
        PARTIAL,
        /** The words stay. */
        FINAL,
        /** No utterance: the session is over. */
        END
    }

    /** An utterance of whose words nothing is known. */
    public Utterance(
            Session session,
            Kind kind,
            int ordinal,
            long mediaStartMillis,
            long mediaEndMillis,
            String text,
            long spokenServerMillis,
            int gaps) {
        this(session, kind, ordinal, mediaStartMillis, mediaEndMillis, text, spokenServerMillis, gaps, List.of());
    }

    /**
     * When a word was said.
     *
     * @param offset where it begins in the text; the marks behind it belong to it
     * @param mediaStartMillis where it starts, in media time
     * @param mediaEndMillis where it ends
     */
    public record Word(int offset, long mediaStartMillis, long mediaEndMillis) {

        private boolean isBefore(long mediaMillis) {
            return mediaStartMillis + mediaEndMillis < 2 * mediaMillis;
        }
    }

    /**
     * What is left of it when everything before a media time is taken away: a word goes if the greater
     * part of it lies before. Where nothing is known of the words, all of them count as one.
     *
     * @return itself if nothing goes, null if nothing is left
     */
    public @Nullable Utterance since(long mediaMillis) {
        if (mediaMillis <= mediaStartMillis) {
            return this;
        }
        List<Word> known = knownWords();
        int first = firstSince(mediaMillis);
        return first == known.size()
                ? null
                : from(first, Math.max(mediaMillis, known.get(first).mediaStartMillis()));
    }

    /**
     * What {@link #since} takes away.
     *
     * @return itself if everything goes, null if nothing goes
     */
    public @Nullable Utterance until(long mediaMillis) {
        List<Word> known = knownWords();
        int first = mediaMillis <= mediaStartMillis ? 0 : firstSince(mediaMillis);
        if (first == 0 || first == known.size()) {
            return first == 0 ? null : this;
        }
        return new Utterance(
                session,
                kind,
                ordinal,
                mediaStartMillis,
                Math.min(mediaMillis, known.get(first - 1).mediaEndMillis()),
                text.substring(0, known.get(first).offset()).strip(),
                spokenServerMillis,
                gaps,
                List.copyOf(words.subList(0, first)));
    }

    private List<Word> knownWords() {
        return words.isEmpty() ? List.of(new Word(0, mediaStartMillis, mediaEndMillis)) : words;
    }

    /** The first word that is not before a media time; the number of words if all are. */
    private int firstSince(long mediaMillis) {
        List<Word> known = knownWords();
        int first = 0;
        while (first < known.size() && known.get(first).isBefore(mediaMillis)) {
            first++;
        }
        return first;
    }

    private Utterance from(int word, long startMillis) {
        int offset = words.isEmpty() ? 0 : words.get(word).offset();
        return new Utterance(
                session,
                kind,
                ordinal,
                startMillis,
                Math.max(mediaEndMillis, startMillis + 1),
                text.substring(offset),
                spokenServerMillis,
                gaps,
                words.stream()
                        .skip(word)
                        .map(one -> new Word(one.offset() - offset, one.mediaStartMillis(), one.mediaEndMillis()))
                        .toList());
    }
}
