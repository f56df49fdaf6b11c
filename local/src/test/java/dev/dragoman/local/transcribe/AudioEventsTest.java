package dev.dragoman.local.transcribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.local.transcribe.AudioEvents.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

class AudioEventsTest {

    private static byte[] bytes(Message message) {
        ByteBuffer buffer = message.toByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] signed(byte[] payload) {
        return bytes(new Message(Map.of(":chunk-signature", HeaderValue.fromByteArray(new byte[32])), payload));
    }

    private static byte[] audio(byte[] pcm) {
        return signed(bytes(new Message(
                Map.of(
                        ":message-type", HeaderValue.fromString("event"),
                        ":event-type", HeaderValue.fromString("AudioEvent")),
                pcm)));
    }

    @Test
    void eventsAreFoundHoweverTheyAreCut() throws Exception {
        byte[] body = Sound.join(audio(new byte[] {1, 2}), audio(new byte[3_200]), signed(new byte[0]));
        for (int size = 1; size < body.length; size = size * 3 + 1) {
            AudioEvents events = new AudioEvents();
            List<Event> found = new ArrayList<>();
            for (int at = 0; at < body.length; at += size) {
                found.addAll(events.read(Arrays.copyOfRange(body, at, Math.min(body.length, at + size))));
            }
            assertThat(found).hasSize(3);
            assertThat(((Event.Audio) found.get(0)).pcm()).containsExactly(1, 2);
            assertThat(((Event.Audio) found.get(1)).pcm()).hasSize(3_200);
            assertThat(found.get(2)).isInstanceOf(Event.End.class);
        }
    }

    @Test
    void anEmptyAudioEventEndsTheStream() throws Exception {
        assertThat(new AudioEvents().read(audio(new byte[0]))).containsExactly(new Event.End());
    }

    @Test
    void audioOverTheLimitIsRefused() throws Exception {
        assertThat(new AudioEvents().read(audio(new byte[32 * 1024]))).hasSize(1);
        assertThatThrownBy(() -> new AudioEvents().read(audio(new byte[32 * 1024 + 1])))
                .isInstanceOf(TranscribeException.class)
                .hasMessageContaining("32768");
    }

    @Test
    void anotherEventIsRefusedByItsName() {
        byte[] other = signed(bytes(
                new Message(Map.of(":event-type", HeaderValue.fromString("ConfigurationEvent")), new byte[] {1})));
        assertThatThrownBy(() -> new AudioEvents().read(other))
                .isInstanceOf(TranscribeException.class)
                .hasMessageContaining("ConfigurationEvent");
    }

    @Test
    void brokenBytesAreABadRequestAndNothingElse() {
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            byte[] body = audio(new byte[64]);
            for (int i = 0; i < 1 + round % 4; i++) {
                body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                new AudioEvents().read(body);
            } catch (TranscribeException e) {
                assertThat(e.type()).isEqualTo("BadRequestException");
            }
        }
    }

    @Test
    void anAnnouncedLengthIsNotBelieved() {
        assertThatThrownBy(() -> new AudioEvents().read(new byte[] {127, -1, -1, -1}))
                .isInstanceOf(TranscribeException.class);
    }
}
