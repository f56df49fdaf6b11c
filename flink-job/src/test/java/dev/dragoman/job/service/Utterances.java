package dev.dragoman.job.service;

import dev.dragoman.job.model.Session;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.model.Utterance.Kind;
import dev.dragoman.protocol.SessionSettings;
import java.util.ArrayList;
import java.util.List;

/** Utterances of one second each in a session in English, for tests. */
public final class Utterances {

    /** The session. */
    public static final String SESSION = "golden-eagle-427";

    private Utterances() {}

    /** The n-th utterance, spoken at its media end by a server's clock that starts at 0. */
    public static Utterance said(int ordinal, String text) {
        return said(ordinal, ordinal * 1_000L, ordinal * 1_000L + 1_000, text);
    }

    /** An utterance with borders of its own; its words all take the same time. */
    public static Utterance said(int ordinal, long startMillis, long endMillis, String text) {
        List<Utterance.Word> words = new ArrayList<>();
        String[] all = text.split(" ", -1);
        long each = (endMillis - startMillis) / all.length;
        int offset = 0;
        for (int i = 0; i < all.length; i++) {
            words.add(new Utterance.Word(offset, startMillis + i * each, startMillis + (i + 1) * each));
            offset += all[i].length() + 1;
        }
        return new Utterance(session(), Kind.FINAL, ordinal, startMillis, endMillis, text, endMillis, 0, words);
    }

    /** The same in a session that keeps a transcript. */
    public static Utterance written(Utterance said) {
        return new Utterance(
                new Session(SESSION, "en", SessionSettings.defaults().withTranscript(true)),
                said.kind(),
                said.ordinal(),
                said.mediaStartMillis(),
                said.mediaEndMillis(),
                said.text(),
                said.spokenServerMillis(),
                said.gaps(),
                said.words());
    }

    /** The n-th utterance while it still changes. */
    public static Utterance changing(int ordinal, String text) {
        return new Utterance(session(), Kind.PARTIAL, ordinal, ordinal * 1_000L, ordinal * 1_000L + 500, text, 0, 0);
    }

    /** The same in a session whose speaker chose translated partial captions. */
    public static Utterance translatedWhileChanging(int ordinal, long endMillis, String text) {
        SessionSettings usual = SessionSettings.defaults();
        SessionSettings settings =
                new SessionSettings(false, true, usual.recognition(), usual.translation(), usual.voices());
        return new Utterance(
                new Session(SESSION, "en", settings), Kind.PARTIAL, ordinal, ordinal * 1_000L, endMillis, text, 0, 0);
    }

    /** The end after so many utterances. */
    public static Utterance end(int utterances) {
        return new Utterance(session(), Kind.END, utterances, utterances * 1_000L, utterances * 1_000L, "", 0, 2);
    }

    private static Session session() {
        return new Session(SESSION, "en", SessionSettings.defaults());
    }
}
