package dev.dragoman.job.transcribe;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one open stream, and is gone with it: never state. Positions are in samples at
 * 16 kHz since the session's first, times by the operator's clock.
 */
final class OpenStream {

    /** How often the place reached in sending is noted. */
    private static final long MARK_EVERY_MILLIS = 500;

    /** Names the stream in mails, so that those of an earlier one are told apart. */
    final long number;

    final StreamTimeline timeline = new StreamTimeline();
    final SendingPace pace;
    final long openedAt;

    /** The next position to send. */
    long cursor;

    /** When audio was last sent. */
    long sentAt;

    /** When the stream last answered; when it was opened, before. */
    long answeredAt;

    /** Since when an answer to speech is due; 0 if none is. */
    long answerDueSince;

    /** Whether the service has taken it. */
    boolean taken;

    /** Whether it has been told that no audio follows. */
    boolean ending;

    /** Since when it is ending. */
    long endingAt;

    /** It ends where somebody may be in the middle of a word. */
    boolean endsInSpeech;

    /** Audio from there on is not covered though it was sent: the word in the middle of which it ends. */
    long tail = Long.MAX_VALUE;

    /** The latest partial result without a final one, in media time; null if there is none. */
    @Nullable
    RecognitionResult unfinished;

    /** Where sending was when, oldest first. */
    private final Deque<Mark> marks = new ArrayDeque<>();

    private @Nullable TranscriptionStream out;

    private record Mark(long at, long cursor) {}

    OpenStream(long number, long cursor, SendingPace pace, long now) {
        this.number = number;
        this.cursor = cursor;
        this.pace = pace;
        this.openedAt = now;
        this.sentAt = now;
        this.answeredAt = now;
    }

    void connect(TranscriptionStream stream) {
        out = stream;
    }

    /** Sends session audio that begins at the cursor. */
    void send(byte[] pcm, long now) {
        timeline.sent(cursor, pcm.length / 2);
        cursor += pcm.length / 2;
        push(pcm, now);
        if (marks.isEmpty() || marks.getLast().at() + MARK_EVERY_MILLIS <= now) {
            marks.add(new Mark(now, cursor));
        }
    }

    /** Sends silence for a gap from the cursor on. */
    void sendGap(long until, byte[] silence, long now) {
        timeline.silence(cursor, until - cursor, silence.length / 2);
        cursor = until;
        push(silence, now);
    }

    private void push(byte[] pcm, long now) {
        if (out != null) {
            out.send(pcm);
        }
        sentAt = now;
    }

    /**
     * Says that no audio follows.
     *
     * @param inSpeech whether somebody may be in the middle of a word
     */
    void end(boolean inSpeech, long now) {
        ending = true;
        endsInSpeech = inSpeech;
        endingAt = now;
        if (out != null) {
            out.end();
        }
    }

    void abort() {
        if (out != null) {
            out.abort();
        }
    }

    /** Notes a sign of life. */
    void answered(long now) {
        answeredAt = now;
        answerDueSince = 0;
    }

    /** How far had been sent before a time; -1 if that is not known. */
    long sentBefore(long time) {
        long position = -1;
        while (!marks.isEmpty() && marks.getFirst().at() <= time) {
            position = marks.removeFirst().cursor();
        }
        return position;
    }
}
