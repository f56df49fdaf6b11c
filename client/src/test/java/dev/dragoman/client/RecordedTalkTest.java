package dev.dragoman.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dragoman.client.RecordedTalk.TimedChunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTalkTest {

    @TempDir
    private Path folder;

    @Test
    void aFolderWithoutAManifestIsSentEveryTimeslice() throws Exception {
        // Given
        write("0001.webm", 2);
        write("0000.webm", 1);
        write("0002.webm", 3);
        Files.writeString(folder.resolve("notes.txt"), "not a chunk");

        // When
        RecordedTalk talk = RecordedTalk.read(folder);

        // Then
        assertThat(shown(talk)).containsExactly("0 250.0 1", "0 500.0 2", "0 750.0 3");
    }

    @Test
    void aManifestSaysWhenAndByWhichRecorder() throws Exception {
        // Given
        write("0000.webm", 1);
        write("0001.webm", 2);
        manifest("""
                {"name": "x", "chunks": [
                  {"index": 0, "file": "0000.webm", "recorder": 0, "wall_ms": 262.3, "timecode": null},
                  {"index": 1, "file": "0001.webm", "recorder": 1, "wall_ms": 1264}]}""");

        // When
        RecordedTalk talk = RecordedTalk.read(folder);

        // Then
        assertThat(shown(talk)).containsExactly("0 262.3 1", "1 1264.0 2");
        assertThat(talk.lengthMillis()).isEqualTo(1_264);
    }

    @Test
    void aFileThatTheManifestListsAndNobodyHasIsLost() throws Exception {
        // Given
        write("0001.webm", 2);
        manifest("{\"chunks\": [{\"file\": \"0000.webm\"}, {\"file\": \"0001.webm\"}]}");

        // When
        RecordedTalk talk = RecordedTalk.read(folder);

        // Then
        assertThat(shown(talk)).containsExactly("0 250.0 lost", "0 500.0 2");
    }

    @Test
    void aHoleInTheNumbersIsLost() throws Exception {
        // Given
        write("0001.webm", 2);
        write("0003.webm", 4);

        // When
        RecordedTalk talk = RecordedTalk.read(folder);

        // Then
        assertThat(shown(talk)).containsExactly("0 250.0 lost", "0 500.0 2", "0 750.0 lost", "0 1000.0 4");
    }

    @Test
    void namesThatAreNoNumbersHaveNoHoles() throws Exception {
        // Given
        write("a.ogg", 1);
        write("b.mp4", 2);
        write("20261122100000.webm", 3);

        // When
        RecordedTalk talk = RecordedTalk.read(folder);

        // Then
        assertThat(shown(talk)).containsExactly("0 250.0 3", "0 500.0 1", "0 750.0 2");
    }

    @Test
    void saysWhatIsWrongWithAPath() throws Exception {
        // When, then
        assertThatThrownBy(() -> RecordedTalk.read(folder))
                .isInstanceOf(RecordedTalkException.class)
                .hasMessageContaining("holds no chunks; accepted are files named like 0000.webm");
        assertThatThrownBy(() -> RecordedTalk.read(folder.resolve("nothing.wav")))
                .isInstanceOf(RecordedTalkException.class)
                .hasMessageContaining("can't be read; accepted is a folder of chunks or an audio file");
        manifest("{\"chunks\": [{\"recorder\": 0}]}");
        assertThatThrownBy(() -> RecordedTalk.read(folder)).hasMessageContaining("chunks.[0].file");
        manifest("{\"chunks\": [{\"file\": \"../../etc/passwd\"}]}");
        assertThatThrownBy(() -> RecordedTalk.read(folder)).hasMessageContaining("not a name in the same folder");
    }

    @Test
    void aFileThatHoldsNoAudioIsSaidSo() throws Exception {
        // Given
        Path text = folder.resolve("text.wav");
        Files.writeString(text, "This is no sound.");

        // When, then
        assertThatThrownBy(() -> RecordedTalk.read(text))
                .isInstanceOf(RecordedTalkException.class)
                .hasMessageContaining("holds no audio that ffmpeg can read: ");
    }

    @Test
    void aMissingEncoderIsSaidSo() throws Exception {
        // Given
        BrowserEncoder missing = BrowserEncoder.of("ffmpeg-of-nobody", Duration.ofSeconds(1));

        // When, then
        assertThatThrownBy(() -> missing.encode(folder))
                .isInstanceOf(RecordedTalkException.class)
                .hasMessageContaining("apt-get install ffmpeg");
    }

    @Test
    void anAudioFileIsEncodedAndCutAsABrowserWould() throws Exception {
        // Given
        Path wav = folder.resolve("-i tone.wav");
        Files.write(wav, tone(3));

        // When
        RecordedTalk talk = RecordedTalk.read(wav);

        // Then
        List<TimedChunk> chunks = talk.chunks();
        assertThat(chunks).hasSizeBetween(9, 12);
        assertThat(chunks.get(0).bytes()).startsWith(0x1A, 0x45, 0xDF, 0xA3);
        for (int i = 1; i < chunks.size() - 1; i++) {
            double apart = chunks.get(i).wallMillis() - chunks.get(i - 1).wallMillis();
            assertThat(apart).isBetween(290.0, 370.0);
        }
        for (TimedChunk chunk : chunks.subList(0, chunks.size() - 1)) {
            // One byte inside the next element: a SimpleBlock, a BlockGroup or a Cluster.
            assertThat(chunk.bytes()[chunk.bytes().length - 1]).isIn((byte) 0xA3, (byte) 0xA0, (byte) 0x1F);
        }
        assertThat(talk.lengthMillis()).isCloseTo(3_000, within(80.0));
    }

    @Test
    void whatWasSpokenIsFoundInItsRun() {
        // Given: the second run of the recorder begins a second after the first ended
        RecordedTalk talk = new RecordedTalk(List.of(
                new TimedChunk(0, 260, new byte[1]),
                new TimedChunk(0, 2_000, new byte[1]),
                new TimedChunk(1, 3_260, new byte[1]),
                new TimedChunk(1, 4_000, new byte[1])));

        // When, then
        assertThat(talk.spokenAtMillis(0)).isEqualTo(0);
        assertThat(talk.spokenAtMillis(1_999)).isEqualTo(1_999);
        assertThat(talk.spokenAtMillis(2_500)).isEqualTo(3_500);
    }

    private void write(String name, int content) throws Exception {
        Files.write(folder.resolve(name), new byte[] {(byte) content});
    }

    private void manifest(String json) throws Exception {
        Files.writeString(folder.resolve("manifest.json"), json);
    }

    private static List<String> shown(RecordedTalk talk) {
        return talk.chunks().stream()
                .map(chunk -> chunk.recorder() + " " + chunk.wallMillis() + " "
                        + (chunk.bytes() == null ? "lost" : chunk.bytes()[0]))
                .toList();
    }

    /** A WAV file of 440 Hz at 16 kHz. */
    private static byte[] tone(int seconds) {
        int samples = 16_000 * seconds;
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1);
        wav.putInt(16_000).putInt(32_000).putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
        for (int i = 0; i < samples; i++) {
            wav.putShort((short) (8_000 * Math.sin(2 * Math.PI * 440 * i / 16_000)));
        }
        return wav.array();
    }
}
