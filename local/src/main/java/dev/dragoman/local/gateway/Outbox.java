package dev.dragoman.local.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.websocket.api.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one client: whole messages in order, each in frames that API Gateway would send.
 * Bounded by count and by bytes; never blocks. Until it is opened everything waits. When a write fails the connection is about to close, and what
 * waits is dropped with it. Safe for use by many threads.
 */
final class Outbox {

    private final int frameBytes;
    private final int mostMessages;
    private final int mostBytes;
    private final Runnable onWritten;
    private final Queue<Message> waiting = new ArrayDeque<>();
    private @Nullable Frames frames;
    private int waitingBytes;
    private boolean writing;

    /** Writes one frame of a message; the callback says when the next may follow. */
    @FunctionalInterface
    interface Frames {
        void write(String text, boolean last, Callback callback);
    }

    private record Message(String text, int bytes) {}

    /**
     * @param frameBytes the largest frame, at least 4
     * @param mostMessages how many messages may wait
     * @param mostBytes how many bytes may wait; one message always may
     * @param onWritten runs after each message
     */
    Outbox(int frameBytes, int mostMessages, int mostBytes, Runnable onWritten) {
        this.frameBytes = frameBytes;
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
        this.onWritten = onWritten;
    }

    /** Writes what waits, and from now on everything; once. */
    void open(Frames frames) {
        synchronized (this) {
            this.frames = frames;
            writing = true;
        }
        writeNext(frames);
    }

    /** Adds a message, or refuses it because too much waits already. */
    boolean add(String text) {
        Message message = new Message(text, text.getBytes(StandardCharsets.UTF_8).length);
        Frames open;
        synchronized (this) {
            boolean fits = waiting.size() < mostMessages && waitingBytes + (long) message.bytes <= mostBytes;
            if (!fits && !waiting.isEmpty()) {
                return false;
            }
            waiting.add(message);
            waitingBytes += message.bytes;
            open = frames;
            if (writing || open == null) {
                return true;
            }
            writing = true;
        }
        writeNext(open);
        return true;
    }

    private void writeNext(Frames frames) {
        Message next;
        synchronized (this) {
            next = waiting.peek();
            if (next == null) {
                writing = false;
                return;
            }
        }
        write(frames, next.bytes <= frameBytes ? List.of(next.text) : cut(next.text, frameBytes), 0);
    }

    /**
     * Writes a frame, and the next once this one is written <em>and</em> its call has returned: Jetty notes only
     * after the callback that a message is whole, so what is written from within would continue the old one.
     */
    private void write(Frames frames, List<String> pieces, int index) {
        boolean last = index == pieces.size() - 1;
        var unused = Callback.Completable.with(sent -> frames.write(pieces.get(index), last, sent))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        drop();
                    } else if (last) {
                        written(frames);
                    } else {
                        write(frames, pieces, index + 1);
                    }
                });
    }

    private void written(Frames frames) {
        synchronized (this) {
            Message done = waiting.poll();
            waitingBytes -= done == null ? 0 : done.bytes;
        }
        onWritten.run();
        writeNext(frames);
    }

    private synchronized void drop() {
        waiting.clear();
        waitingBytes = 0;
        writing = false;
    }

    /** Cuts a text into pieces of at most so many bytes of UTF-8, never inside a character. */
    static List<String> cut(String text, int mostBytes) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        int bytes = 0;
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            int size = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes + size > mostBytes) {
                pieces.add(text.substring(start, at));
                start = at;
                bytes = 0;
            }
            bytes += size;
            at += Character.charCount(codePoint);
        }
        pieces.add(text.substring(start));
        return pieces;
    }
}
