package dev.dragoman.local.transcribe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * Takes a request's body apart: signed envelopes, each with one message of audio. Signatures are not
 * checked, since everything here stays on one machine. Used by one thread at a time.
 */
final class AudioEvents {

    /** The service refuses larger pieces of audio. */
    private static final int LARGEST_AUDIO = 32 * 1024;

    /** A piece of audio in its envelope, with room for headers. */
    private static final int LARGEST_MESSAGE = 64 * 1024;

    private static final int LENGTH_BYTES = 4;

    /** What a message says. */
    sealed interface Event {
        /** More sound. */
        @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
        record Audio(byte[] pcm) implements Event {}

        /** There is no more sound. */
        record End() implements Event {}
    }

    private byte[] left = new byte[0];

    /** Reads more of the body, cut anywhere. Keeps less than one message of it. */
    List<Event> read(byte[] bytes) throws TranscribeException {
        ByteBuffer buffer = ByteBuffer.allocate(left.length + bytes.length);
        buffer.put(left).put(bytes).flip();
        List<Event> events = new ArrayList<>();
        while (buffer.remaining() >= LENGTH_BYTES) {
            int length = buffer.getInt(buffer.position());
            if (length < 0 || length > LARGEST_MESSAGE) {
                throw tooLarge();
            }
            if (buffer.remaining() < length) {
                break;
            }
            events.add(event(decode(buffer.slice(buffer.position(), length))));
            buffer.position(buffer.position() + Math.max(length, LENGTH_BYTES));
        }
        left = new byte[buffer.remaining()];
        buffer.get(left);
        return events;
    }

    private static Message decode(ByteBuffer bytes) throws TranscribeException {
        try {
            return Message.decode(bytes);
        } catch (RuntimeException e) {
            throw TranscribeException.badRequest("The event stream could not be decoded: " + e.getMessage());
        }
    }

    private Event event(Message envelope) throws TranscribeException {
        if (envelope.getPayload().length == 0) {
            return new Event.End();
        }
        Message message =
                text(envelope, ":event-type") == null ? decode(ByteBuffer.wrap(envelope.getPayload())) : envelope;
        String type = text(message, ":event-type");
        if (!"AudioEvent".equals(type)) {
            throw TranscribeException.badRequest("An event of type " + type + " is not accepted; send AudioEvent");
        }
        byte[] pcm = message.getPayload();
        if (pcm.length > LARGEST_AUDIO) {
            throw tooLarge();
        }
        return pcm.length == 0 ? new Event.End() : new Event.Audio(pcm);
    }

    private static TranscribeException tooLarge() {
        return TranscribeException.badRequest(
                "The audio event is too large; an event holds at most " + LARGEST_AUDIO + " bytes");
    }

    private static @Nullable String text(Message message, String header) {
        HeaderValue value = message.getHeaders().get(header);
        return value == null ? null : value.getString();
    }
}
