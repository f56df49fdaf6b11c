package dev.dragoman.ingest;

import dev.dragoman.protocol.AskSessionStatus;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChangeLanguage;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.LeaveSession;
import dev.dragoman.protocol.MuteSession;
import dev.dragoman.protocol.PauseSession;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ResumeSession;
import dev.dragoman.protocol.S3Keys;

/** Which session a message is about, for answers and the log: an id of the right shape, or a dash. */
final class Subject {

    private static final String NONE = "-";

    private Subject() {}

    static String of(ClientMessage message) {
        String id = said(message);
        // What has another shape is not repeated: it could hold anything.
        return S3Keys.SESSION_ID.matcher(id).matches() ? id : NONE;
    }

    private static String said(ClientMessage message) {
        if (message instanceof AudioChunk chunk) {
            return chunk.sessionId();
        }
        if (message instanceof JoinSession join) {
            return join.sessionId();
        }
        if (message instanceof EndSession end) {
            return end.sessionId();
        }
        if (message instanceof PauseSession pause) {
            return pause.sessionId();
        }
        if (message instanceof ResumeSession resume) {
            return resume.sessionId();
        }
        if (message instanceof MuteSession mute) {
            return mute.sessionId();
        }
        if (message instanceof ChangeLanguage change) {
            return change.sessionId();
        }
        if (message instanceof LeaveSession leave) {
            return leave.sessionId();
        }
        if (message instanceof AskSessionStatus ask) {
            return ask.sessionId();
        }
        return message instanceof RefreshConnection refresh ? refresh.sessionId() : NONE;
    }
}
