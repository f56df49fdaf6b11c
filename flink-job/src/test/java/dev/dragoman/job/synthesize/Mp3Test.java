package dev.dragoman.job.synthesize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Mp3Test {

    @Test
    void countsFrames() {
        assertThat(Mp3.durationMillis(Mp3Frames.of24kHz(100))).hasValue(2_400);
    }

    @Test
    void countsFramesOfMpeg1WithPadding() {
        // MPEG-1 layer III, 128 kbit/s, 44.1 kHz, stereo, padded: 1152 samples, 418 bytes
        byte[] header = {(byte) 0xFF, (byte) 0xFB, (byte) 0x92, 0x00};

        assertThat(Mp3.durationMillis(Mp3Frames.repeated(header, 418, 50))).hasValue(1_307);
    }

    @Test
    void passesOverTagsAndRubbish() {
        byte[] id3 = "ID3\u0004\u0000\u0000\u0000\u0000\u0000\u0005hello".getBytes(StandardCharsets.ISO_8859_1);
        byte[] rubbish = {(byte) 0xFF, (byte) 0xF3, 0x64, 0x00, 1, 2, 3};

        assertThat(Mp3.durationMillis(Mp3Frames.joined(id3, rubbish, Mp3Frames.of24kHz(10), rubbish)))
                .hasValue(240);
    }

    /**
     * One second and a half (36,000 samples at 24 kHz) encoded by LAME: without an Info frame, when the
     * encoder's delay and padding are heard as silence; with one, which tells them; and with a variable
     * bitrate.
     */
    @ParameterizedTest
    @CsvSource({"lame-cbr.mp3, 1560", "info-cbr.mp3, 1500", "lame-vbr.mp3, 1500"})
    void knowsWhatLameEncoded(String name, long millis) throws IOException {
        assertThat(Mp3.durationMillis(resource(name))).hasValue(millis);
    }

    @Test
    void joinedPlayOneAfterTheOther() throws IOException {
        byte[] first = resource("info-cbr.mp3");
        byte[] second = Mp3Frames.of24kHz(10);

        byte[] joined = Mp3.joined(List.of(first, second));

        // The encoder's delay and padding can't be left out in the middle: they are silence.
        assertThat(Mp3.durationMillis(joined)).hasValue(1_560 + 240);
        assertThat(Mp3.joined(List.of(first))).isSameAs(first);
    }

    @Test
    void anythingElseIsNoMp3() {
        byte[] noise = new byte[20_000];
        new Random(1).nextBytes(noise);

        assertThat(Mp3.durationMillis(new byte[0])).isEmpty();
        assertThat(Mp3.durationMillis(new byte[] {(byte) 0xFF})).isEmpty();
        assertThat(Mp3.durationMillis("{\"message\":\"no\"}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(Mp3.durationMillis(new byte[10_000])).isEmpty();
        assertThat(Mp3.durationMillis(noise)).isEmpty();
    }

    @Test
    void aFrameThatIsCutOffIsNotHeard() {
        byte[] cut = java.util.Arrays.copyOf(Mp3Frames.of24kHz(10), 10 * 144 - 1);

        assertThat(Mp3.durationMillis(cut)).hasValue(9 * 24);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Mp3Test.class.getResourceAsStream("/mp3/" + name))) {
            return in.readAllBytes();
        }
    }
}
